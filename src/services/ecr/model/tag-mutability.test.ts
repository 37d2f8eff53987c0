import { describe, expect, test } from 'vitest';
import { checkedMutability, isMutable, matchesWildcard } from './tag-mutability.ts';

const dev = [{ filterType: 'WILDCARD' as const, filter: 'dev-*' }];

test.each([
  ['MUTABLE', undefined, true, true],
  ['IMMUTABLE', undefined, false, false],
  ['IMMUTABLE_WITH_EXCLUSION', dev, true, false],
  ['MUTABLE_WITH_EXCLUSION', dev, false, true],
] as const)('%s', (mode, exclusions, forDev, forOthers) => {
  const mutability = checkedMutability(mode, exclusions);
  expect(isMutable(mutability, 'dev-1')).toBe(forDev);
  expect(isMutable(mutability, 'v1')).toBe(forOthers);
});

test('exclusions go with the modes that have them, and with two wildcards at most', () => {
  expect(() => checkedMutability('IMMUTABLE', dev)).toThrow('can only be used with');
  expect(() => checkedMutability('MUTABLE_WITH_EXCLUSION')).toThrow('are required with');
  const many = [{ filterType: 'WILDCARD' as const, filter: '*a*b*' }];
  expect(() => checkedMutability('MUTABLE_WITH_EXCLUSION', many)).toThrow('at most 2 wildcards');
});

describe('a wildcard', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'ab', false],
    ['*', '', true],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*b*c', 'a--b--c', true],
    ['a*b*c', 'a--c--b', false],
    ['*ab*ab*', 'abab', true],
    ['*ab*ab*', 'aba', false],
    ['x*yz', 'xyyz', true],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });

  test('does not take long, whatever the pattern', () => {
    expect(matchesWildcard('*a'.repeat(60), 'a'.repeat(59))).toBe(false);
  });
});
