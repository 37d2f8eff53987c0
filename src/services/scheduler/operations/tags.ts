import { mergeTags, taggedGroup } from '../model/tags.ts';
import type { SchedulerOperation } from '../operation.ts';

export const tagResource: SchedulerOperation<'TagResource'> = (input, call) => {
  const group = taggedGroup(call, input.ResourceArn);
  call.tables.groups.put({ ...group, tags: mergeTags(group.tags, input.Tags) });
  return {};
};

export const untagResource: SchedulerOperation<'UntagResource'> = (input, call) => {
  const group = taggedGroup(call, input.ResourceArn);
  const tags = group.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
  call.tables.groups.put({ ...group, tags });
  return {};
};

export const listTagsForResource: SchedulerOperation<'ListTagsForResource'> = (input, call) => ({
  Tags: [...taggedGroup(call, input.ResourceArn).tags],
});
