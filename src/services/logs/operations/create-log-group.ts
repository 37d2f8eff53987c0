import { reservedGroupName, tooManyTagsHere, unsupported } from '../errors.ts';
import { makeGroup } from '../model/groups.ts';
import { withTags } from '../model/tags.ts';
import type { LogsOperation } from '../operation.ts';

export const createLogGroup: LogsOperation<'CreateLogGroup'> = (input, call) => {
  if (/^aws\//i.test(input.logGroupName)) throw reservedGroupName();
  if (input.kmsKeyId !== undefined) throw unsupported('kmsKeyId');
  const tags = withTags({ tags: {} }, input.tags ?? {}, tooManyTagsHere);
  makeGroup(call, { ...input, tags });
  return {};
};
