import { expect, test } from 'vitest';

import { environmentOf } from './environment.ts';

test('later additions win over earlier ones, and all of them over the plan', () => {
  const first: Record<string, string> = { A: 'first', B: 'first' };
  const additions = [{ environment: first }, { environment: { B: 'second' } }];
  expect(environmentOf({ A: 'plan', C: 'plan' }, additions)).toEqual({ A: 'first', B: 'second', C: 'plan' });
});

test('a fallback is given whole, or not at all when one of its names is there', () => {
  const fallbacks: Record<string, string>[] = [{ A: 'fallback', B: 'fallback' }, { C: 'fallback' }];
  expect(environmentOf({}, [{ fallbacks }])).toEqual({ A: 'fallback', B: 'fallback', C: 'fallback' });
  expect(environmentOf({ B: 'plan' }, [{ fallbacks }])).toEqual({ B: 'plan', C: 'fallback' });
  expect(environmentOf({}, [{ fallbacks }, { environment: { A: 'hook' } }])).toEqual({
    A: 'hook',
    C: 'fallback',
  });
});

test('files of variables lie below the plan, and take the place of fallbacks', () => {
  const fallbacks: Record<string, string>[] = [{ A: 'fallback', B: 'fallback' }];
  const environmentBelow: Record<string, string> = { A: 'file', C: 'file' };
  expect(environmentOf({ C: 'plan' }, [{ environmentBelow }, { fallbacks }])).toEqual({
    A: 'file',
    C: 'plan',
  });
});
