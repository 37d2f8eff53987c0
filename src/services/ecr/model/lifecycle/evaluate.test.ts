import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expiredBy, type RatedImage } from './evaluate.ts';
import type { LifecycleRule } from './policy.ts';

const day = 86_400_000;
const now = 100 * day;

const image = (digest: string, ageInDays: number, ...tags: readonly string[]): RatedImage => ({
  digest,
  tags,
  pushedAt: now - ageInDays * day,
  isListed: false,
});
const more = (images: number): LifecycleRule['count'] => ({ type: 'imageCountMoreThan', images });
const older = (days: number): LifecycleRule['count'] => ({ type: 'sinceImagePushed', days });
const rule = (
  priority: number,
  tagStatus: LifecycleRule['tagStatus'],
  count: LifecycleRule['count'],
  ...patterns: readonly string[]
): LifecycleRule => ({ priority, tagStatus, count, patterns });
const expired = (rules: readonly LifecycleRule[], ...images: readonly RatedImage[]): readonly string[] =>
  expiredBy(rules, images, now).map(({ digest, rulePriority }) => `${digest} by ${rulePriority}`);

describe('a policy', () => {
  test('keeps the newest', () => {
    expect(expired([rule(1, 'any', more(2))], image('a', 3), image('b', 1), image('c', 2))).toEqual([
      'a by 1',
    ]);
  });

  test('expires what is older than so many days, to the millisecond', () => {
    const exact = image('exact', 14);
    const over = { ...image('over', 14), pushedAt: exact.pushedAt - 1 };
    expect(expired([rule(1, 'any', older(14))], exact, over)).toEqual(['over by 1']);
  });

  test('tells images with tags from those without', () => {
    const images = [image('tagged', 9, 'v1'), image('bare', 9)];
    expect(expired([rule(1, 'untagged', older(1))], ...images)).toEqual(['bare by 1']);
    expect(expired([rule(1, 'tagged', older(1), 'v*')], ...images)).toEqual(['tagged by 1']);
  });

  test('wants every pattern to fit some tag of the image', () => {
    const images = [image('both', 9, 'prod-1', 'eu-1'), image('one', 9, 'prod-2')];
    expect(expired([rule(1, 'tagged', older(1), 'prod*', 'eu*')], ...images)).toEqual(['both by 1']);
  });

  test('counts an image for a later rule that a rule before has claimed, but does not expire it by that', () => {
    // AWS: "Rules can never mark images that are marked by higher priority rules, but can still identify them".
    const images = [image('new', 1, 'keep'), image('middle', 2, 'keep'), image('old', 3, 'other')];
    expect(expired([rule(1, 'tagged', more(5), 'keep*'), rule(2, 'any', more(1))], ...images)).toEqual([
      'old by 2',
    ]);
  });

  test('leaves images that a list names', () => {
    expect(expired([rule(1, 'any', older(1))], { ...image('child', 9), isListed: true })).toEqual([]);
  });
});

test('whatever there is: nothing is expired twice, and a rule for all keeps its number', () => {
  const images = fc.array(
    fc.record({ age: fc.integer({ min: 0, max: 50 }), tags: fc.subarray(['a', 'b1', 'b2']) }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(images, fc.integer({ min: 1, max: 5 }), (list, keep) => {
      const rated = list.map(({ age, tags }, at) => image(`d${at}`, age, ...tags));
      const gone = expiredBy([rule(1, 'tagged', more(keep), 'b*'), rule(2, 'any', more(keep))], rated, now);
      const digests = gone.map(({ digest }) => digest);
      expect(new Set(digests).size).toBe(digests.length);
      expect(rated.length - digests.length).toBeGreaterThanOrEqual(Math.min(keep, rated.length));
    }),
  );
});
