import type { Tag } from '../../../aws/contract/ecs.types.gen.ts';
import type { EcsCall } from '../operation.ts';

/** Tags of all taggable resources, kept by ARN. */

export function readTags(call: Pick<EcsCall, 'tables'>, arn: string): Tag[] {
  return [...(call.tables.tags.get(arn)?.tags ?? [])];
}

/** Replaces all tags of a resource; none at all leaves no row. */
export function writeTags(call: Pick<EcsCall, 'tables'>, arn: string, tags: readonly Tag[]): void {
  if (tags.length === 0) call.tables.tags.delete(arn);
  else call.tables.tags.put({ resourceArn: arn, tags });
}

/**
 * What is wrong with tags that a caller sends, in AWS's manner (I), or nothing. Limits: at most 50, keys
 * of 1 to 128 characters that are unique and do not begin with `aws:`, values of at most 256.
 */
export function tagProblem(tags: readonly Tag[]): string | undefined {
  if (tags.length > 50) return 'The number of tags exceeds the limit of 50.';
  const seen = new Set<string>();
  for (const { key = '', value = '' } of tags) {
    if (key === '') return 'Tag key can not be blank.';
    if (seen.has(key)) return `Duplicate tag keys are not allowed: '${key}'.`;
    seen.add(key);
    if (/^aws:/i.test(key)) return "Tag keys that begin with 'aws:' are reserved for use by AWS.";
    if (key.length > 128 || !allowed.test(key)) return `Tag key '${key}' is invalid.`;
    if (value.length > 256 || !allowed.test(value)) return `Tag value '${value}' is invalid.`;
  }
  return undefined;
}

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
