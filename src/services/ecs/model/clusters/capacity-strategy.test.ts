import { describe, expect, test } from 'vitest';
import { errorOf } from '../../../../../test/support/ecs.ts';
import { normalizedStrategy, spreadOverProviders } from './capacity-strategy.ts';

const item = (capacityProvider: string, weight: number, base = 0) => ({ capacityProvider, weight, base });

describe('a capacity provider strategy', () => {
  test('fills the base first, then spreads by weight', () => {
    const strategy = [item('FARGATE', 1, 2), item('FARGATE_SPOT', 3)];
    const chosen = spreadOverProviders(strategy, 10);
    expect(chosen.slice(0, 2)).toEqual(['FARGATE', 'FARGATE']);
    expect(chosen.filter((name) => name === 'FARGATE_SPOT')).toHaveLength(6);
    expect(spreadOverProviders(strategy, 1)).toEqual(['FARGATE']);
  });

  test('places nothing without a weight', () => {
    expect(errorOf(() => spreadOverProviders([item('FARGATE', 0, 5)], 1)).code).toBe(
      'InvalidParameterException',
    );
  });

  test('has defaults, one base, and each provider once', () => {
    const both = ['FARGATE', 'FARGATE_SPOT'];
    expect(normalizedStrategy([{ capacityProvider: 'FARGATE' }], both)).toEqual([item('FARGATE', 0)]);
    for (const strategy of [
      [item('FARGATE', 1, 1), item('FARGATE_SPOT', 1, 1)],
      [item('FARGATE', 1), item('FARGATE', 1)],
    ]) {
      expect(errorOf(() => normalizedStrategy(strategy, both)).code).toBe('InvalidParameterException');
    }
  });
});
