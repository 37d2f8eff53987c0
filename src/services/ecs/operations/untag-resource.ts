import { invalidTags, resourceNotFound } from '../errors.ts';
import { readTags, writeTags } from '../model/tags.ts';
import { taggableArn } from '../model/tags/taggable.ts';
import type { EcsOperation } from '../operation.ts';

/** Removes tags by key. Keys that are not there do no harm. */
export const untagResource: EcsOperation<'UntagResource'> = (input, call) => {
  if (input.tagKeys.some((key) => /^aws:/i.test(key))) {
    throw invalidTags("Tag keys that begin with 'aws:' are reserved for use by AWS.");
  }
  const arn = taggableArn(call, input.resourceArn, resourceNotFound, 'write');
  const removed = new Set(input.tagKeys);
  const left = readTags(call, arn).filter(({ key }) => key === undefined || !removed.has(key));
  writeTags(call, arn, left);
  return {};
};
