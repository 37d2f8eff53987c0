import { expect, test } from 'vitest';

import type { SubnetPlace } from '../../../src/agent/model/task-record.ts';
import { type EngineHarness, engineHarness } from '../../support/agent/engine-harness.ts';
import { type FakeVpcs, fakeVpcs } from '../../support/agent/fake-vpcs.ts';
import { addressOf, fetched, untilSandboxes } from '../../support/agent/network.ts';
import { asked, peer, untilAsked } from '../../support/agent/reach.ts';

const subnet = (vpcId: string, vpcCidr: string, cidr: string): { readonly subnet: SubnetPlace } => ({
  subnet: { vpcId, vpcCidr, cidr, isDefaultVpc: false },
});

const first = subnet('vpc-1', '10.77.0.0/16', '10.77.3.0/24');
const second = subnet('vpc-2', '10.78.0.0/20', '10.78.8.0/28');
const alike = subnet('vpc-3', '10.77.0.0/16', '10.77.3.0/24');

/** An EC2 that has these three. */
function three(): FakeVpcs {
  const vpcs = fakeVpcs();
  for (const { subnet: place } of [first, second, alike]) {
    vpcs.putVpc({ id: place.vpcId, cidrs: [place.vpcCidr] });
  }
  return vpcs;
}

const networksOf = async ({ engine, installation }: EngineHarness): Promise<readonly string[]> =>
  (await engine.networks.list()).map(({ Name }) => Name).filter((name) => name.includes(installation));

test('a task has an address of its subnet, and this machine reaches it there', async () => {
  await using harness = await engineHarness({ vpcs: three() });
  const one = await harness.running(harness.runAwsvpc(peer('one'), {}, first));
  const two = await harness.running(harness.runAwsvpc(peer('two'), {}, second));
  expect([addressOf(one), addressOf(two)]).toEqual(['10.77.3.4', '10.78.8.4']);
  expect(one.networkInterface?.ranges).toEqual({ vpc: '10.77.0.0/16', subnet: '10.77.3.0/24' });
  expect(await fetched(`http://${addressOf(one)}/`)).toBe('one');
  expect(await fetched(`http://${addressOf(two)}/`)).toBe('two');
  expect(harness.warnings).toEqual([]);
});

test('tasks of one VPC reach one another, tasks of two do not, the default one among them', async () => {
  await using harness = await engineHarness({ vpcs: three() });
  const start = async (place?: typeof first): Promise<string> => {
    const arn = harness.runAwsvpc(peer('here'), {}, place);
    await harness.running(arn);
    return arn;
  };
  const [a, b, c, standard] = await Promise.all([start(first), start(first), start(second), start()]);
  const urlOf = (arn: string): string => `http://${addressOf(harness.get(arn))}/`;
  await untilAsked(() => asked(harness, a, urlOf(b)), 'here');
  const pairs = [
    [a, c],
    [c, a],
    [standard, a],
    [c, standard],
  ] as const;
  for (const [from, to] of pairs) {
    expect(await fetched(urlOf(to))).toBe('here');
    expect(await asked(harness, from, urlOf(to))).toBeUndefined();
  }
});

test('two VPCs of one range: the second gets another, its tasks tell their real addresses, and that is warned of', async () => {
  await using harness = await engineHarness({ vpcs: three() });
  const one = await harness.running(harness.runAwsvpc(peer('one'), {}, first));
  const two = await harness.running(harness.runAwsvpc(peer('two'), {}, alike));
  expect(addressOf(one)).toBe('10.77.3.4');
  expect(addressOf(two)).toMatch(/^10\.(?!77\.)\d+\.3\.4$/);
  expect(await fetched(`http://${addressOf(two)}/`)).toBe('two');
  await harness.running(harness.runAwsvpc(peer('three'), {}, alike));
  expect(harness.warnings).toEqual([
    expect.stringMatching(/10\.77\.0\.0\/16 .*vpc-3 get addresses of 10\.\d+\.0\.0\/16$/),
  ]);
});

test('the network of a VPC that is gone goes with its last task; a drain leaves none', async () => {
  const vpcs = three();
  await using harness = await engineHarness({ vpcs, warmSandboxes: 1 });
  const arn = harness.runAwsvpc(peer('one'), {}, first);
  await harness.running(arn);
  await harness.running(harness.runAwsvpc(peer('two'), {}, second));
  await untilSandboxes(harness, 4);
  harness.stop(arn);
  await harness.stopped(arn);
  expect(await networksOf(harness)).toHaveLength(2);
  vpcs.remove('vpc-1');
  await untilSandboxes(harness, 2);
  await expect.poll(() => networksOf(harness), { timeout: 10_000 }).toHaveLength(1);
  await harness.agent.drain(() => {});
  expect(await harness.left()).toEqual([]);
});

test('after kill -9 a task has its address still; a VPC that went meanwhile leaves no network', async () => {
  const vpcs = three();
  await using harness = await engineHarness({ vpcs });
  const stays = harness.runAwsvpc(peer('one'), {}, first);
  const goes = harness.runAwsvpc(peer('two'), {}, second);
  await harness.running(stays);
  await harness.running(goes);
  harness.stop(goes);
  await harness.stopped(goes);
  await harness.crash();
  vpcs.remove('vpc-2');
  harness.restart();
  await expect.poll(() => networksOf(harness), { timeout: 10_000 }).toHaveLength(1);
  expect(await fetched(`http://${addressOf(harness.get(stays))}/`)).toBe('one');
  const next = harness.runAwsvpc(peer('next'), {}, first);
  expect(addressOf(await harness.running(next))).toBe('10.77.3.5');
  await untilAsked(() => asked(harness, next, `http://${addressOf(harness.get(stays))}/`), 'one');
});
