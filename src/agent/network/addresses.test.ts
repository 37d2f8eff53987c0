import { describe, expect, test } from 'vitest';

import { Addresses } from './addresses.ts';
import { type Cidr, parseCidr } from './cidr.ts';

function cidr(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
}

const small = cidr('192.0.2.0/29');

describe('Addresses', () => {
  test('leaves out the first four and the last of a subnet, as AWS does, and then has none', () => {
    const addresses = new Addresses();
    const given = [1, 2, 3, 4].map(() => addresses.allocate(small));
    expect(given).toEqual(['192.0.2.4', '192.0.2.5', '192.0.2.6', undefined]);
  });

  test('gives one that came back last', () => {
    const addresses = new Addresses();
    const first = addresses.allocate(small) ?? '';
    addresses.release(first);
    expect([1, 2, 3].map(() => addresses.allocate(small))).toEqual(['192.0.2.5', '192.0.2.6', first]);
  });

  test('does not give one that somebody has', () => {
    const addresses = new Addresses();
    addresses.take('192.0.2.4');
    addresses.take('192.0.2.6');
    expect([1, 2].map(() => addresses.allocate(small))).toEqual(['192.0.2.5', undefined]);
    addresses.release('192.0.2.6');
    expect(addresses.allocate(small)).toBe('192.0.2.6');
  });

  test('counts subnets apart', () => {
    const addresses = new Addresses();
    addresses.allocate(small);
    expect(addresses.allocate(cidr('192.0.2.8/29'))).toBe('192.0.2.12');
  });

  test('to give one back twice frees it once', () => {
    const addresses = new Addresses();
    const given = addresses.allocate(small) ?? '';
    addresses.release(given);
    addresses.release(given);
    expect(new Set([1, 2, 3].map(() => addresses.allocate(small))).size).toBe(3);
    expect(addresses.allocate(small)).toBeUndefined();
  });
});
