import { expect, test } from 'vitest';

import { fakeVpcs } from '../../../test/support/agent/fake-vpcs.ts';
import { cidr } from '../../../test/support/agent/members.ts';
import { defaultPlace, testNetworks, testStore } from '../../../test/support/agent/vpc-networks.ts';
import { silentLog } from '../../kernel/log.ts';
import { formatCidr } from './cidr.ts';
import type { Place } from './place.ts';

const { signal } = new AbortController();
const scope = { partition: 'aws', account: '000000000000', region: 'us-east-1' };

const placeIn = (id: string): Place => ({
  vpc: { id, cidr: cidr('10.0.0.0/16'), scope },
  offset: 0,
  bits: 24,
});

function made() {
  const there = new Map<string, string>();
  const warned: string[] = [];
  const vpcs = fakeVpcs();
  const given = {
    store: testStore(),
    directory: vpcs,
    log: { ...silentLog, warn: (_fields: object, message: string) => void warned.push(message) },
  };
  const backend = {
    ensureNetwork({ name, range }: { readonly name: string; readonly range: string }) {
      const own = there.get(name);
      if (own !== undefined) return Promise.resolve(own);
      if ([...there.values()].includes(range)) return Promise.resolve(undefined);
      there.set(name, range);
      return Promise.resolve(range);
    },
    removeNetwork(name: string) {
      there.delete(name);
      return Promise.resolve();
    },
  };
  for (const id of ['vpc-1', 'vpc-2']) vpcs.putVpc({ id, cidrs: ['10.0.0.0/16'] });
  /** Another run, with the same database and engine. */
  const begin = () => testNetworks(backend, given);
  return { begin, backend, there, vpcs, warned };
}

test('each VPC has a network of its own, with its own range where that is free; the other case is warned of once', async () => {
  const { begin, there, warned } = made();
  const networks = begin();
  const ranges = async (place: Place): Promise<string> => formatCidr(await networks.at(place).ensure(signal));
  expect(await ranges(placeIn('vpc-1'))).toBe('10.0.0.0/16');
  expect(await ranges(placeIn('vpc-2'))).toBe('10.128.0.0/16');
  expect(await ranges(placeIn('vpc-2'))).toBe('10.128.0.0/16');
  expect(await ranges(defaultPlace(0))).toBe('172.31.0.0/16');
  expect([...there.keys()]).toEqual(['vpc-vpc-1', 'vpc-vpc-2', 'vpc']);
  expect(warned).toEqual([
    'this machine uses addresses of 10.0.0.0/16 already, so tasks in vpc-2 get addresses of 10.128.0.0/16',
  ]);
});

test('the network of a VPC that is gone is known to be so, by a later run too, and is removed', async () => {
  const { begin, there, vpcs } = made();
  const networks = begin();
  await networks.at(placeIn('vpc-1')).ensure(signal);
  expect(networks.gone()).toEqual([]);
  vpcs.remove('vpc-1');
  const later = begin();
  expect(later.gone()).toEqual([{ vpcId: 'vpc-1', range: cidr('10.0.0.0/16') }]);
  await later.remove('vpc-1', signal);
  expect([later.gone(), [...there]]).toEqual([[], []]);
});

test('one that is made anew while it is being removed is not forgotten', async () => {
  const { begin, backend, there, vpcs } = made();
  const networks = begin();
  await networks.at(placeIn('vpc-1')).ensure(signal);
  vpcs.remove('vpc-1');
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { removeNetwork } = backend;
  backend.removeNetwork = async (name) => {
    await removeNetwork(name);
    await gate;
  };
  const removing = networks.remove('vpc-1', signal);
  await expect.poll(() => [...there]).toEqual([]);
  await networks.at(placeIn('vpc-1')).ensure(signal);
  open();
  await removing;
  expect([...there.keys()]).toEqual(['vpc-vpc-1']);
  expect(networks.gone()).toHaveLength(1);
});

test('a run that ends removes all networks, and a later one gives VPCs their ranges again', async () => {
  const { begin, there } = made();
  const networks = begin();
  await networks.at(defaultPlace(0)).ensure(signal);
  await networks.at(placeIn('vpc-1')).ensure(signal);
  await networks.at(placeIn('vpc-2')).ensure(signal);
  await networks.removeAll(signal);
  expect([...there]).toEqual([]);
  there.set('somebody’s', '10.0.0.0/16');
  expect(formatCidr(await begin().at(placeIn('vpc-2')).ensure(signal))).toBe('10.128.0.0/16');
});
