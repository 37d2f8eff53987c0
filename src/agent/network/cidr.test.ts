import { describe, expect, test } from 'vitest';

import {
  addressAt,
  type Cidr,
  contains,
  countOf,
  covers,
  formatCidr,
  moved,
  overlaps,
  parseCidr,
  subRange,
} from './cidr.ts';

function cidr(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
}

describe('a range', () => {
  test.each([
    ['172.31.0.0/16', '172.31.0.0/16'],
    ['172.31.200.7/16', '172.31.0.0/16'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['198.51.100.9/0', '0.0.0.0/0'],
    ['192.0.2.129/25', '192.0.2.128/25'],
  ])('%s is %s', (text, expected) => {
    expect(formatCidr(cidr(text))).toBe(expected);
  });

  test.each([
    '',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/1e1',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '256.0.0.1/8',
    'fd00::/8',
    '10.0.0.-1',
    'a.b.c.d',
  ])('%j is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test.each([
    ['172.16.0.0/12', '172.31.0.0/16', true],
    ['172.31.0.0/16', '172.16.0.0/12', true],
    ['172.30.0.0/16', '172.31.0.0/16', false],
    ['172.31.255.255', '172.31.0.0/16', true],
    ['172.32.0.0/16', '172.31.0.0/16', false],
    ['0.0.0.0/0', '255.255.255.255', true],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    expect(overlaps(cidr(one), cidr(other))).toBe(expected);
  });

  test('has parts and addresses', () => {
    const vpc = cidr('172.31.0.0/16');
    expect(formatCidr(subRange(vpc, 20, 2))).toBe('172.31.32.0/20');
    expect(countOf(subRange(vpc, 20, 2))).toBe(4096);
    expect(addressAt(vpc, 256 + 4)).toBe('172.31.1.4');
    expect(addressAt(cidr('255.255.255.0/24'), 255)).toBe('255.255.255.255');
  });

  test('knows its own addresses', () => {
    const range = cidr('192.0.2.128/25');
    expect(
      ['192.0.2.127', '192.0.2.128', '192.0.2.255', '192.0.3.0', 'x'].map((each) => contains(range, each)),
    ).toEqual([false, true, true, false, false]);
  });
});

describe('a range within another', () => {
  test.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.1.0.0/16', true],
    ['0.0.0.0/0', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.1.0.0/16', '10.2.0.0/24', false],
  ])('%s has all of %s: %s', (outer, inner, expected) => {
    expect(covers(cidr(outer), cidr(inner))).toBe(expected);
  });

  test('is at the same place when that moves', () => {
    const to = cidr('198.18.0.0/16');
    expect(formatCidr(moved(cidr('10.1.7.0/24'), cidr('10.1.0.0/16'), to))).toBe('198.18.7.0/24');
  });
});
