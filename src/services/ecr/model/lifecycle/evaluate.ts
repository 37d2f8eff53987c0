import { matchesWildcard } from '../tag-mutability.ts';
import type { LifecycleRule } from './policy.ts';

/** What the rules look at. Times are milliseconds since the epoch. */
export interface RatedImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  /** Named by a list of images, which must go first. */
  readonly isListed: boolean;
}

export interface Expiry {
  readonly digest: string;
  readonly rulePriority: number;
}

const day = 24 * 60 * 60_000;

/**
 * Which images a policy expires. Every rule counts all images that it selects, but an image that a rule of
 * higher priority selects is never expired by a later one. Pure.
 */
export function expiredBy(
  rules: readonly LifecycleRule[],
  images: readonly RatedImage[],
  now: number,
): readonly Expiry[] {
  const newestFirst = images.toSorted((a, b) => b.pushedAt - a.pushedAt || (a.digest < b.digest ? -1 : 1));
  const claimed = new Set<string>();
  const expired: Expiry[] = [];
  for (const rule of rules) {
    const selected = newestFirst.filter((image) => selects(rule, image));
    for (const { digest, isListed } of tooMany(rule, selected, now)) {
      if (!claimed.has(digest) && !isListed) expired.push({ digest, rulePriority: rule.priority });
    }
    for (const { digest } of selected) claimed.add(digest);
  }
  return expired;
}

function selects({ tagStatus, patterns }: LifecycleRule, { tags }: RatedImage): boolean {
  switch (tagStatus) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
      return patterns.every((pattern) => tags.some((tag) => matchesWildcard(pattern, tag)));
  }
}

function tooMany(
  { count }: LifecycleRule,
  newestFirst: readonly RatedImage[],
  now: number,
): readonly RatedImage[] {
  switch (count.type) {
    case 'imageCountMoreThan':
      return newestFirst.slice(count.images);
    case 'sinceImagePushed':
      return newestFirst.filter(({ pushedAt }) => now - pushedAt > count.days * day);
  }
}
