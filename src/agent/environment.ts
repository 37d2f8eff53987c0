import type { ContainerAddition } from './hooks/hook.ts';

type Variables = Readonly<Record<string, string>>;

/**
 * The plan's environment with what the hooks add: files of variables lie below it, fallbacks below those, the
 * rest above, later hooks on top.
 */
export function environmentOf(
  plan: Variables,
  additions: readonly Pick<ContainerAddition, 'environment' | 'environmentBelow' | 'fallbacks'>[],
): Record<string, string> {
  const given: Record<string, string> = Object.assign(
    {},
    ...additions.map(({ environmentBelow }) => environmentBelow),
    plan,
    ...additions.map(({ environment }) => environment),
  );
  const fallbacks = additions.flatMap(({ fallbacks: own }) => own ?? []);
  const needed = fallbacks.filter((fallback) => !Object.keys(fallback).some((name) => name in given));
  return Object.assign({}, ...needed, given);
}
