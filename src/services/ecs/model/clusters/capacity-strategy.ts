import type { CapacityProviderStrategyItem } from '../../../../aws/contract/ecs.types.gen.ts';
import { capacityProviderNotAssociated, invalidParameter, tooManyItems } from '../../errors.ts';

export interface StrategyItem {
  readonly capacityProvider: string;
  readonly weight: number;
  readonly base: number;
}

/** A strategy with its defaults, checked against the providers of its cluster. */
export function normalizedStrategy(
  strategy: readonly CapacityProviderStrategyItem[],
  providers: readonly string[],
): StrategyItem[] {
  if (strategy.length > 20) throw tooManyItems('capacityProviderStrategy', 20);
  const items = strategy.map(({ capacityProvider, weight = 0, base = 0 }) => {
    if (!providers.includes(capacityProvider)) throw capacityProviderNotAssociated();
    return { capacityProvider, weight, base };
  });
  if (new Set(items.map((item) => item.capacityProvider)).size < items.length) {
    throw invalidParameter('The capacity provider strategy cannot name a capacity provider more than once.');
  }
  if (items.filter(({ base }) => base > 0).length > 1) {
    throw invalidParameter(
      'Only one capacity provider in a capacity provider strategy can have a base defined.',
    );
  }
  return items;
}

/**
 * The provider of each of `count` tasks: first the base, then by weight, each task going where the share
 * so far is furthest below its weight. Without any weight a strategy can place nothing.
 */
export function spreadOverProviders(strategy: readonly StrategyItem[], count: number): string[] {
  const total = strategy.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) {
    throw invalidParameter(
      'At least one capacity provider in a capacity provider strategy must have a weight greater than zero.',
    );
  }
  const chosen = strategy.flatMap(({ capacityProvider, base }) =>
    Array.from({ length: Math.min(base, count) }, () => capacityProvider),
  );
  const placed = new Map<string, number>();
  while (chosen.length < count) {
    const next = strategy
      .filter(({ weight }) => weight > 0)
      .map(({ capacityProvider, weight }) => ({
        capacityProvider,
        filled: (placed.get(capacityProvider) ?? 0) / weight,
      }))
      .reduce((least, item) => (item.filled < least.filled ? item : least)).capacityProvider;
    placed.set(next, (placed.get(next) ?? 0) + 1);
    chosen.push(next);
  }
  return chosen;
}
