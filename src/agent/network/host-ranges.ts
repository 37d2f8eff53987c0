import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

import { type Cidr, parseCidr } from './cidr.ts';

/** The IPv4 ranges that this machine reaches already: its interfaces' and, on Linux, its routes'. */
export function hostRanges(): readonly Cidr[] {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const own = interfaces.flatMap(({ family, cidr }) =>
    family === 'IPv4' && cidr !== null ? parseCidr(cidr) : [],
  );
  return [...own.filter((range) => range !== undefined), ...parseRoutes(routeTable())];
}

function routeTable(): string {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch {
    // Only Linux has it; elsewhere the engine's networks are inside a virtual machine anyway.
    return '';
  }
}

/**
 * A route as wide as this says where everything else goes, whoever set it: besides the default route the two
 * halves of the Internet that VPNs use in its place. It is nobody's range.
 */
const widestBits = 8;

/** `/proc/net/route`: columns of little-endian hexadecimal. */
export function parseRoutes(table: string): Cidr[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination, , , , , , mask] = line.split('\t');
      if (destination === undefined || mask === undefined) return [];
      const bits = dotted(mask)
        .split('.')
        .reduce((count, part) => count + (Number(part).toString(2).match(/1/g)?.length ?? 0), 0);
      const range = bits < widestBits ? undefined : parseCidr(`${dotted(destination)}/${bits}`);
      return range === undefined ? [] : [range];
    });
}

function dotted(hex: string): string {
  const number = Number.parseInt(hex, 16);
  return [0, 8, 16, 24].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
