import { describe, expect, test } from 'vitest';

import { type Log, silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import type { Claim } from '../store/claim.ts';
import { removeAbandoned } from './abandoned.ts';

function abandoned(failures: number) {
  const clock = new VirtualClock(0);
  const told: string[] = [];
  const claim: Claim = {
    installation: 'i1',
    release: () => told.push('release'),
    leave: () => told.push('leave'),
  };
  const backend = {
    removeInstallation: () => {
      told.push('remove');
      return told.filter((each) => each === 'remove').length <= failures
        ? Promise.reject(new Error('in use'))
        : Promise.resolve();
    },
  };
  const log: Log = { ...silentLog, warn: () => told.push('warn') };
  return { clock, told, removing: removeAbandoned([claim], { backend, clock, log }) };
}

describe('removeAbandoned', () => {
  test('tries again until nothing is left, and only then gives the claim up', async () => {
    const { clock, told } = abandoned(2);
    await clock.advance(0);
    expect(told).toEqual(['remove']);
    await clock.advance(1000);
    expect(told).toEqual(['remove', 'remove']);
    await clock.advance(2000);
    expect(told).toEqual(['remove', 'remove', 'remove', 'release']);
  });

  test('gives up in the end, says so, and leaves the claim to the next start', async () => {
    const { clock, told } = abandoned(Infinity);
    await clock.advance(600_000);
    expect(told.filter((each) => each === 'remove')).toHaveLength(10);
    expect(told.slice(-2)).toEqual(['warn', 'leave']);
  });

  test('who leaves meanwhile leaves the claim to the next start', async () => {
    const { clock, told, removing } = abandoned(Infinity);
    await clock.advance(0);
    await removing[Symbol.asyncDispose]();
    expect(told).toEqual(['remove', 'leave']);
    await clock.advance(600_000);
    expect(told).toEqual(['remove', 'leave']);
  });
});
