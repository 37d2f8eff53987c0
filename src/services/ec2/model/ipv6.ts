import type { Ids } from '../../../kernel/ids.ts';
import { badValue } from '../errors.ts';

/** A range of IPv6: only its first 64 bits are ever looked at, because no subnet is smaller. */
export interface Ipv6Range {
  readonly base: bigint;
  readonly bits: number;
}

/** A /56 as Amazon gives out; records only, nothing routes it. */
export const newIpv6Range = (ids: Ids): string =>
  `2600:1f18:${ids.hex(4).replace(/^0+(?=.)/, '')}:${ids.hex(2).replace(/^0+(?=.)/, '')}00::/56`.replace(
    /:000::/,
    ':0::',
  );

export function ipv6Of(text: string, parameter: string): Ipv6Range {
  const range = parseIpv6(text);
  if (range === undefined) throw badValue(text, parameter, 'This is not a valid IPv6 CIDR block.');
  return range;
}

/** `undefined` for what is no range of IPv6. */
export function parseIpv6(text: string): Ipv6Range | undefined {
  const [, address = '', length = ''] = /^([0-9a-fA-F:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const bits = Number(length);
  const halves = address.split('::');
  if (length === '' || bits > 128 || halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [start = [], end = []] = groups;
  const given = start.length + end.length;
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const all = [...start, ...Array.from({ length: 8 - given }, () => '0'), ...end];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  const number = all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
  const size = 1n << BigInt(128 - bits);
  return { base: number - (number % size), bits };
}

export const ipv6Within = (inner: Ipv6Range, outer: string): boolean => {
  const range = parseIpv6(outer);
  return range !== undefined && inner.bits >= range.bits && startsIn(inner.base, range);
};

export const ipv6Overlap = (one: Ipv6Range, other: string): boolean => {
  const range = parseIpv6(other);
  return range !== undefined && (startsIn(one.base, range) || startsIn(range.base, one));
};

const startsIn = (address: bigint, { base, bits }: Ipv6Range): boolean =>
  address >= base && address < base + (1n << BigInt(128 - bits));
