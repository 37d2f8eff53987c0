import type { Tag } from '../../../aws/contract/sts.types.gen.ts';
import { duplicateTags, malformedPolicy } from '../errors.ts';

/** A session's own policy must be one; it is not evaluated. */
export function checkSessionPolicy(policy: string | undefined): void {
  if (policy === undefined) return;
  let value: unknown;
  try {
    value = JSON.parse(policy);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  if (typeof value !== 'object' || value === null || !('Statement' in value)) {
    throw malformedPolicy('Syntax errors in policy.');
  }
}

export function checkSessionTags(tags: readonly Tag[] | undefined): void {
  const keys = new Set(tags?.map(({ Key }) => Key.toLowerCase()));
  if (keys.size !== (tags?.length ?? 0)) throw duplicateTags();
}
