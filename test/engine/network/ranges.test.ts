import { expect, test } from 'vitest';

import { parseCidr } from '../../../src/agent/network/cidr.ts';
import { hostRanges } from '../../../src/agent/network/host-ranges.ts';
import { overlaps } from '../../../src/agent/network/cidr.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { container, engineHarness, obedient } from '../../support/agent/engine-harness.ts';
import { addressOf } from '../../support/agent/network.ts';

const app = [container({ name: 'app', command: obedient })];
const prefixOf = (address: string): string => address.split('.').slice(0, 2).join('.');

test('the range steps aside for a network of the user’s, which stays as it was', async () => {
  await using harness = await engineHarness();
  const name = `longshore-test-${randomIds.hex(12)}`;
  const wished = parseCidr('172.31.0.0/16');
  if (wished === undefined) throw new Error('a range');
  const isFree = !hostRanges().some((range) => overlaps(range, wished));
  // Where somebody else has the range already, his network is the one to step aside for.
  if (isFree) {
    const IPAM = { Config: [{ Subnet: '172.31.0.0/16' }] };
    await harness.engine.networks.create({ Name: name, Driver: 'bridge', IPAM });
  }
  try {
    const task = await harness.running(harness.runAwsvpc(app));
    expect(prefixOf(addressOf(task))).not.toBe('172.31');
    await harness.agent.drain(() => {});
    expect(await harness.left()).toEqual([]);
    if (isFree) expect((await harness.engine.networks.inspect(name)).Name).toBe(name);
  } finally {
    if (isFree) await harness.engine.networks.remove(name);
  }
});

test('two Longshores that choose at the same time have two ranges', async () => {
  await using one = await engineHarness();
  await using other = await engineHarness();
  const tasks = await Promise.all([one.running(one.runAwsvpc(app)), other.running(other.runAwsvpc(app))]);
  expect(new Set(tasks.map(addressOf).map(prefixOf)).size).toBe(2);
});

test('a network that was made before its range was noted is found again', async () => {
  await using harness = await engineHarness();
  const arn = harness.runAwsvpc(app);
  const before = addressOf(await harness.running(arn));
  harness.stop(arn);
  await harness.stopped(arn);
  await harness.crash();
  harness.forgetRange();
  harness.restart();
  const after = addressOf(await harness.running(harness.runAwsvpc(app)));
  expect(prefixOf(after)).toBe(prefixOf(before));
});
