import type { TagStatus } from '../../../aws/contract/ecr.types.gen.ts';

/** Whether an image with these tags passes a filter; absent and ANY let all pass. */
export function hasTagStatus(status: TagStatus | undefined, tags: readonly string[]): boolean {
  switch (status) {
    case 'TAGGED':
      return tags.length > 0;
    case 'UNTAGGED':
      return tags.length === 0;
    case 'ANY':
    case undefined:
      return true;
  }
}
