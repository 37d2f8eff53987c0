/** IPv4 ranges as `172.31.0.0/16`, and addresses as 32-bit numbers inside this file only. */
export interface Cidr {
  /** First address of the range. */
  readonly base: number;
  /** Length of the prefix, 0–32. */
  readonly bits: number;
}

/** `undefined` for what is no IPv4 range; an address alone is a range of one. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', length = '32'] = /^([^/]*)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const number = parseAddress(address);
  const bits = Number(length);
  if (number === undefined || bits > 32) return undefined;
  return { base: number - (number % sizeOf(bits)), bits };
}

export function formatCidr({ base, bits }: Cidr): string {
  return `${formatAddress(base)}/${bits}`;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.base < other.base + sizeOf(other.bits) && other.base < one.base + sizeOf(one.bits);
}

/** Whether all of `inner` lies in `outer`. */
export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.bits <= inner.bits && overlaps(outer, inner);
}

/** `range`, which lies in `from`, at the same place in `to`. */
export function moved(range: Cidr, from: Cidr, to: Cidr): Cidr {
  return { base: to.base + (range.base - from.base), bits: range.bits };
}

/** The `index`th range of `bits` within `range`. */
export function subRange(range: Cidr, bits: number, index: number): Cidr {
  return { base: range.base + index * sizeOf(bits), bits };
}

/** How many addresses a range has. */
export function countOf({ bits }: Cidr): number {
  return sizeOf(bits);
}

/** The `index`th address of a range, as text. */
export function addressAt(range: Cidr, index: number): string {
  return formatAddress(range.base + index);
}

export function contains(range: Cidr, address: string): boolean {
  const number = parseAddress(address);
  return number !== undefined && number >= range.base && number < range.base + sizeOf(range.bits);
}

const sizeOf = (bits: number): number => 2 ** (32 - bits);

function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

function formatAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
