import { type Cidr, countOf, parseCidr, subRange } from './cidr.ts';

/** AWS's own range for a default VPC first; the next ones where this machine uses that. */
export const defaultRanges: readonly string[] = [
  ...[31, 30, 29, 28, 27, 26, 25, 24].map((second) => `172.${second}.0.0/16`),
  ...[213, 214, 215, 216].map((second) => `10.${second}.0.0/16`),
  // Kept for benchmarks and routed nowhere (RFC 2544): free even where a VPN takes every private range.
  '198.18.0.0/16',
  '198.19.0.0/16',
];

/** None of them is one that people like to give a VPC, nor the default one's. */
const spare: readonly string[] = [
  ...Array.from({ length: 64 }, (_, index) => `10.${128 + index}.0.0/16`),
  '198.18.0.0/15',
];

/** How many ranges of a VPC's size are tried in each range of the list. */
const mostInEach = 16;

/** Those of the VPC's size that may stand in for its own. */
export function* substitutesFor(own: Cidr): Generator<Cidr> {
  for (const text of spare) {
    const whole = parseCidr(text);
    if (whole === undefined) throw new Error(`${text} is no range`);
    const count = Math.min(countOf(whole) / countOf(own), mostInEach);
    for (let index = 0; index < count; index += 1) yield subRange(whole, own.bits, index);
  }
}
