import { describe, expect, test } from 'vitest';

import { type FakeCalls, fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError } from '../../../docker/errors.ts';
import type { NetworkConfig, NetworkInspect } from '../../../docker/network-types.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { DockerLinkLocal, relayProgram } from './link-local.ts';

const { signal } = new AbortController();

const network = (given: Partial<NetworkInspect>): NetworkInspect => ({
  Id: 'abcdef0123456789abcdef',
  Name: 'some',
  Driver: 'bridge',
  Created: '',
  Internal: false,
  EnableIPv6: false,
  IPAM: { Config: [{ Subnet: '172.17.0.0/16' }] },
  Options: null,
  Labels: null,
  ...given,
});
const holding = { Config: [{ Subnet: '169.254.170.0/24', Gateway: '169.254.170.2' }] };

const on = (networks: FakeCalls['networks']): DockerLinkLocal =>
  new DockerLinkLocal(
    { engine: fakeEngine({ networks: networks ?? {} }), clock: new VirtualClock() },
    'mine',
  );

describe('the network', () => {
  test('is made where none has the address', async () => {
    const made: NetworkConfig[] = [];
    const host = on({
      list: () => Promise.resolve([network({}), network({ IPAM: { Config: null } })]),
      create: (config) => {
        made.push(config);
        return Promise.resolve('0123456789abcdef0123');
      },
    });
    expect(await host.ensureNetwork(signal)).toEqual({ interfaceName: 'br-0123456789ab', isOwn: true });
    expect(made).toMatchObject([
      {
        Name: 'longshore-mine-link-local',
        Internal: true,
        IPAM: holding,
        Labels: { 'longshore.installation': 'mine', 'longshore.link-local': 'true' },
      },
    ]);
  });

  test('of anybody will do, under whatever interface name', async () => {
    const theirs = network({ IPAM: holding, Labels: { 'longshore.installation': 'other' } });
    expect(await on({ list: () => Promise.resolve([theirs]) }).ensureNetwork(signal)).toEqual({
      interfaceName: 'br-abcdef012345',
      isOwn: false,
    });
    const named = network({ IPAM: holding, Options: { 'com.docker.network.bridge.name': 'ecs0' } });
    expect(await on({ list: () => Promise.resolve([named]) }).ensureNetwork(signal)).toEqual({
      interfaceName: 'ecs0',
      isOwn: false,
    });
  });

  test('that cannot be made is told in the engine’s words', async () => {
    const message = 'Pool overlaps with other one on this address space';
    const host = on({
      list: () => Promise.resolve([]),
      create: () =>
        Promise.reject(new EngineError({ kind: 'server', message, call: 'POST /networks/create' })),
    });
    await expect(host.ensureNetwork(signal)).rejects.toMatchObject({
      name: 'ContainerNetworkingError',
      message: `Error response from daemon: ${message}`,
    });
  });

  test('is removed if it is ours, with relays that were left; those of others are not asked for', async () => {
    const asked: unknown[] = [];
    const removed: string[] = [];
    const engine = fakeEngine({
      containers: {
        list: (options) => {
          asked.push(options?.filters);
          return Promise.resolve([]);
        },
      },
      networks: {
        list: (options) => {
          asked.push(options?.filters);
          return Promise.resolve([network({ Id: 'ours' })]);
        },
        remove: (id) => {
          removed.push(id);
          return Promise.resolve();
        },
      },
    });
    await new DockerLinkLocal({ engine, clock: new VirtualClock() }, 'mine').clear(signal);
    const own = { label: ['longshore.installation=mine', 'longshore.link-local'] };
    expect(asked).toEqual([own, own]);
    expect(removed).toEqual(['ours']);
  });
});

test.each([
  ['amd64', 62],
  ['arm64', 183],
] as const)('the program for %s is an ELF executable that needs no loader', (architecture, machine) => {
  const file = relayProgram(architecture);
  expect(file.subarray(0, 7)).toEqual(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]));
  expect([file.readUInt16LE(16), file.readUInt16LE(18)]).toEqual([2, machine]);
  expect(file.length).toBeLessThan(8192);
});
