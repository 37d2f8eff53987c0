import { describe, expect, test } from 'vitest';

import { formatCidr, overlaps, parseCidr } from './cidr.ts';
import { defaultVpc, dynamicRange, gatewayOf, subnetOf, subnetRange } from './vpc.ts';

describe('the default VPC', () => {
  test('is the same on every machine', () => {
    const vpc = defaultVpc('000000000000', 'eu-west-1');
    expect(vpc).toEqual(defaultVpc('000000000000', 'eu-west-1'));
    expect([vpc.id, vpc.securityGroupId, ...vpc.subnets.map(({ id }) => id)]).toEqual([
      expect.stringMatching(/^vpc-0[0-9a-f]{16}$/),
      expect.stringMatching(/^sg-0[0-9a-f]{16}$/),
      ...[1, 2, 3].map(() => expect.stringMatching(/^subnet-0[0-9a-f]{16}$/)),
    ]);
    expect(vpc.subnets.map(({ availabilityZone }) => availabilityZone)).toEqual([
      'eu-west-1a',
      'eu-west-1b',
      'eu-west-1c',
    ]);
  });

  test('is another one for each account and region', () => {
    const ids = ['000000000000', '111122223333'].flatMap((account) =>
      ['us-east-1', 'eu-west-1'].flatMap((region) => {
        const { id, securityGroupId, subnets } = defaultVpc(account, region);
        return [id, securityGroupId, ...subnets.map((subnet) => subnet.id)];
      }),
    );
    expect(new Set(ids).size).toBe(20);
  });
});

describe('a subnet', () => {
  const vpc = defaultVpc('000000000000', 'us-east-1');

  test('of the VPC is found by its id', () => {
    expect(vpc.subnets.map(({ id }) => subnetOf(vpc, id).index)).toEqual([0, 1, 2]);
  });

  test('of a real account keeps its id and is always the same one', () => {
    const own = subnetOf(vpc, 'subnet-0a1b2c3d');
    expect(own).toEqual({ ...vpc.subnets[own.index], id: 'subnet-0a1b2c3d' });
    expect(subnetOf(vpc, 'subnet-0a1b2c3d')).toEqual(own);
  });

  test('has a range of its own, which holds neither the gateway’s use nor strangers', () => {
    const range = parseCidr('172.31.0.0/16');
    if (range === undefined) throw new Error('a range');
    const parts = [...[0, 1, 2].map((index) => subnetRange(range, index)), dynamicRange(range)];
    expect(parts.map(formatCidr)).toEqual([
      '172.31.0.0/20',
      '172.31.16.0/20',
      '172.31.32.0/20',
      '172.31.240.0/20',
    ]);
    const clashes = parts.filter((one, index) =>
      parts.slice(index + 1).some((other) => overlaps(one, other)),
    );
    expect(clashes).toEqual([]);
    expect(gatewayOf(range)).toBe('172.31.0.1');
  });
});
