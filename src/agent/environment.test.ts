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
