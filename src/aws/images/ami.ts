import { createHash } from 'node:crypto';

/**
 * The id of the public image of this name in a region. AWS's ids are arbitrary; ours follow from the name, so
 * that DescribeImages and the public parameters of SSM agree without asking one another.
 */
export function imageId(region: string, name: string): string {
  return `ami-0${createHash('sha256').update(`${region} ${name}`).digest('hex').slice(0, 16)}`;
}
