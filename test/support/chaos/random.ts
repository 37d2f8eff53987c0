import { randomInt } from 'node:crypto';

/** Chance that can be had again: the same seed gives the same numbers. */
export interface Random {
  readonly seed: number;
  /** A whole number from 0 to `below` - 1. */
  readonly integer: (below: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
}

/** LONGSHORE_TEST_SEED, or a new seed; it is printed, so that a failure can be had again. */
export function seededRandom(name: string): Random {
  const given = process.env['LONGSHORE_TEST_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  process.stdout.write(`${name}: LONGSHORE_TEST_SEED=${seed}\n`);
  return randomOf(seed);
}

/** A linear congruence; its high bits are good enough to choose delays and jobs. */
export function randomOf(seed: number): Random {
  let state = BigInt(seed);
  const integer = (below: number): number => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number((state >> 33n) % BigInt(below));
  };
  return { seed, integer, pick: (from) => from[integer(from.length)] ?? from[0] };
}

/** Long runs are asked for with LONGSHORE_TEST_LONG=1. */
export const isLong = process.env['LONGSHORE_TEST_LONG'] === '1';
