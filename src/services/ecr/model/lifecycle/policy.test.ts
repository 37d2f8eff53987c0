import { describe, expect, test } from 'vitest';
import { parseLifecyclePolicy } from './policy.ts';

const rule = (selection: object, rest: object = {}): object => ({
  rulePriority: 1,
  selection,
  action: { type: 'expire' },
  ...rest,
});
const count = { countType: 'imageCountMoreThan', countNumber: 3 };
const parse = (...rules: readonly unknown[]): ReturnType<typeof parseLifecyclePolicy> =>
  parseLifecyclePolicy(JSON.stringify({ rules }));

test('rules come in the order of their priority; prefixes are patterns', () => {
  const days = { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 };
  expect(
    parse(
      rule({ tagStatus: 'any', ...count }, { rulePriority: 9 }),
      rule({ tagStatus: 'tagged', tagPrefixList: ['v', 'x'], ...days }, { description: 'old' }),
      rule({ tagStatus: 'tagged', tagPatternList: ['a*b'], ...count }, { rulePriority: 2 }),
    ),
  ).toEqual([
    {
      priority: 1,
      tagStatus: 'tagged',
      patterns: ['v*', 'x*'],
      count: { type: 'sinceImagePushed', days: 14 },
    },
    { priority: 2, tagStatus: 'tagged', patterns: ['a*b'], count: { type: 'imageCountMoreThan', images: 3 } },
    { priority: 9, tagStatus: 'any', patterns: [], count: { type: 'imageCountMoreThan', images: 3 } },
  ]);
});

describe('refused', () => {
  const refused = (text: string): string => {
    try {
      parseLifecyclePolicy(text);
    } catch (error) {
      return String(error);
    }
    return 'taken';
  };
  const any = { tagStatus: 'any', ...count };

  test.each([
    ['no JSON', 'x', 'Could not map policyString into LifecyclePolicy.'],
    ['no object', '[]', 'Could not map policyString into LifecyclePolicy.'],
    ['no rules', '{}', 'object has missing required properties (["rules"])'],
    ['an empty list', '{"rules":[]}', 'array is too short'],
  ])('%s', (_, text, why) => {
    expect(refused(text)).toContain(
      `InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}`,
    );
  });

  test.each<[string, readonly unknown[], string]>([
    [
      'a rule that is none',
      [7],
      'instance type (number) does not match any allowed primitive type (allowed: ["object"])',
    ],
    [
      'lacking members',
      [{ rulePriority: 1 }],
      'object has missing required properties (["action","selection"])',
    ],
    [
      'foreign members',
      [rule(any, { what: 1 })],
      'object instance has properties which are not allowed by the schema: (["what"])',
    ],
    [
      'another action',
      [rule(any, { action: { type: 'keep' } })],
      'instance value ("keep") not found in enum (possible values: ["expire"])',
    ],
    [
      'the archive',
      [rule(any, { action: { type: 'transition', targetStorageClass: 'ARCHIVE' } })],
      'transition to the archive is not supported',
    ],
    [
      'a priority of 0',
      [rule(any, { rulePriority: 0 })],
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)',
    ],
    [
      'half an image',
      [rule({ ...any, countNumber: 0.5 })],
      'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    [
      'another count',
      [rule({ ...any, countType: 'x' })],
      'instance failed to match exactly one schema (matched 0 out of 2)',
    ],
    [
      'days of a number',
      [rule({ ...any, countUnit: 'days' })],
      'instance failed to match exactly one schema (matched 0 out of 2)',
    ],
    [
      'weeks',
      [rule({ ...any, countType: 'sinceImagePushed', countUnit: 'weeks' })],
      'instance value ("weeks") not found in enum',
    ],
    [
      'tagged by nothing',
      [rule({ ...any, tagStatus: 'tagged' })],
      'must be specified when tagStatus is tagged',
    ],
    [
      'any by prefix',
      [rule({ ...any, tagPrefixList: ['a'] })],
      'must not be specified when tagStatus is any',
    ],
    [
      'prefixes that are none',
      [rule({ ...any, tagStatus: 'tagged', tagPrefixList: 'a' })],
      'must be lists of strings',
    ],
    [
      'prefix and pattern',
      [rule({ ...any, tagStatus: 'tagged', tagPrefixList: ['a'], tagPatternList: ['a'] })],
      'cannot be specified together',
    ],
    [
      'five wildcards',
      [rule({ ...any, tagStatus: 'tagged', tagPatternList: ['*****'] })],
      'at most 4 wildcards',
    ],
    [
      'one priority twice',
      [rule({ ...any, tagStatus: 'untagged' }), rule(any)],
      'Rule priorities must be unique',
    ],
    [
      'untagged twice',
      [1, 2].map((rulePriority) => rule({ ...any, tagStatus: 'untagged' }, { rulePriority })),
      'Only one rule can select Untagged images per storage class.',
    ],
    [
      'any before another',
      [rule(any), rule({ ...any, tagStatus: 'untagged' }, { rulePriority: 2 })],
      'lowest priority',
    ],
  ])('%s', (_, rules, why) => {
    expect(refused(JSON.stringify({ rules }))).toContain(why);
  });
});
