import type { TagDescription } from '../../../aws/contract/ec2.types.gen.ts';
import { missingParameter } from '../errors.ts';
import { describe } from '../model/describe.ts';
import type { FilterTable } from '../model/filters.ts';
import { allTagged, findTagged } from '../model/tagged.ts';
import { mergeTags, withoutTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const createTags: Ec2Operation<'CreateTags'> = ({ Resources, Tags }, call) => {
  if (Resources.length === 0) throw missingParameter('resourceIdSet');
  if (Tags.length === 0) throw missingParameter('tagSet');
  for (const id of Resources) {
    const resource = findTagged(call, id);
    resource.withTags(mergeTags(resource.tags, Tags));
  }
  return {};
};

/** Without any tag named, all go. */
export const deleteTags: Ec2Operation<'DeleteTags'> = ({ Resources, Tags }, call) => {
  if (Resources.length === 0) throw missingParameter('resourceIdSet');
  for (const id of Resources) {
    const resource = findTagged(call, id);
    resource.withTags(withoutTags(resource.tags, Tags));
  }
  return {};
};

export const tagDescriptionFilters: FilterTable = {
  key: 'Key',
  value: 'Value',
  'resource-id': 'ResourceId',
  'resource-type': 'ResourceType',
  // `tag:KEY` looks at the tag that is shown as a resource's list of tags is looked at.
  'tag:': 'Self',
};

export const describeTags: Ec2Operation<'DescribeTags'> = (input, call) => {
  const rows = allTagged(call).flatMap(({ id, kind, tags }) =>
    tags.map(({ Key, Value }) => ({ id, kind, Key, Value })),
  );
  const { items, nextToken } = describe(rows, input, {
    filters: tagDescriptionFilters,
    show: ({ id, kind, Key, Value }) => {
      const shown: TagDescription = { Key, Value, ResourceId: id, ResourceType: resourceType(kind) };
      return { ...shown, Self: shown };
    },
    keyOf: ({ ResourceId, Key }) => `${ResourceId} ${Key}`,
  });
  return { Tags: items.map(({ Self }) => Self), NextToken: nextToken };
};

/** The names of kinds are those of AWS's resource types, but for what cannot have tags. */
function resourceType(kind: string): TagDescription['ResourceType'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return kind as TagDescription['ResourceType'];
}
