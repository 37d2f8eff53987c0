import type { Tag } from '../../../aws/contract/ec2.types.gen.ts';
import { noSuchResource } from '../errors.ts';
import { interfaceOfService } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { find, lacking } from './find.ts';
import { taskInterfaces } from './interfaces.ts';
import { kindOfId, type Kind } from './kinds.ts';
import type { KindTable } from './kind-table.ts';
import { findRule } from './rules.ts';
import { type KeptKind, type Records, taggedKinds } from './tables.ts';

/** A resource with tags, and how it gets others. */
export interface Tagged {
  readonly id: string;
  readonly kind: Kind;
  readonly tags: readonly Tag[];
  readonly withTags: (tags: readonly Tag[]) => void;
}

/** The resource of this id, whatever it is. */
export function findTagged(call: Ec2Call, id: string): Tagged {
  const kind = kindOfId(id);
  if (kind === undefined) throw noSuchResource(id);
  if (kind === 'security-group-rule') return taggedRule(call, id);
  if (kind === 'network-interface' && taskInterfaces(call).some((each) => each.id === id)) {
    throw interfaceOfService();
  }
  if (!isKept(kind)) throw lacking(kind, id);
  return taggedRow(call, kind, id);
}

const isKept = (kind: Kind): kind is KeptKind => taggedKinds.some((each) => each === kind);

function taggedRow<Each extends KeptKind>(
  call: Ec2Call,
  kind: Each,
  id: string,
): Tagged & { readonly kind: Each } {
  const row = find(call, kind, id);
  const table: Pick<KindTable<Records[Each]>, 'put'> = call.tables[kind];
  return { id, kind, tags: row.tags, withTags: (tags) => table.put({ ...row, tags }) };
}

function taggedRule(call: Ec2Call, id: string): Tagged {
  const { group, rule } = findRule(call, id);
  return {
    id,
    kind: 'security-group-rule',
    tags: rule.tags,
    withTags: (tags) => {
      const rules = group.rules.map((each) => (each === rule ? { ...each, tags } : each));
      call.tables['security-group'].put({ ...group, rules });
    },
  };
}

/** All that have any. */
export function allTagged(call: Ec2Call): Pick<Tagged, 'id' | 'kind' | 'tags'>[] {
  const rows = taggedKinds.flatMap((kind) =>
    call.tables[kind].list(call).map(({ id, tags }) => ({ id, kind, tags })),
  );
  const rules = call.tables['security-group']
    .list(call)
    .flatMap((group) =>
      group.rules.map(({ id, tags }) => ({ id, kind: 'security-group-rule' as const, tags })),
    );
  const tasks = taskInterfaces(call).map(({ id, tags }) => ({
    id,
    kind: 'network-interface' as const,
    tags,
  }));
  return [...rows, ...rules, ...tasks].filter(({ tags }) => tags.length > 0);
}
