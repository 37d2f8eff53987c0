import { type Cidr, countOf, formatCidr, overlaps, parseCidr } from '../../../agent/network/cidr.ts';
import { badValue } from '../errors.ts';

/** A range as it was given, in its canonical form; what is none gets AWS's error about `parameter`. */
export function rangeOf(text: string, parameter: string): Cidr {
  const range = text.includes('/') ? parseCidr(text) : undefined;
  if (range === undefined) throw badValue(text, parameter, 'This is not a valid CIDR block.');
  return range;
}

export const canonical = (text: string, parameter: string): string => formatCidr(rangeOf(text, parameter));

export function overlap(one: string, other: string): boolean {
  const [first, second] = [parseCidr(one), parseCidr(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
}

export function isWithin(inner: Cidr, outer: string): boolean {
  const range = parseCidr(outer);
  return range !== undefined && inner.bits >= range.bits && overlaps(inner, range);
}

/** AWS keeps the first four addresses of a subnet and the last. */
export const reservedAtStart = 4;
export const usableCount = (range: Cidr): number => countOf(range) - reservedAtStart - 1;
