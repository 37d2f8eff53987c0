import { base32, readBase32 } from './base32.ts';

/** Random bytes that an id takes. */
export const accessKeyIdBytes = 5;

/**
 * `AKIA…` or `ASIA…` and 16 characters. An access key id holds its account, as on AWS: the first 40 bits after
 * the prefix, without the highest, are the account's number.
 */
export function newAccessKeyId(prefix: 'AKIA' | 'ASIA', account: string, random: Buffer): string {
  const bits = (1n << 47n) | (BigInt(account) << 7n) | BigInt(random.readUInt8(0) & 0x7f);
  const head = Buffer.from(bits.toString(16).padStart(12, '0'), 'hex');
  return `${prefix}${base32(Buffer.concat([head, random.subarray(1, accessKeyIdBytes)]))}`;
}

/** The account that an access key id of AWS's present form holds. */
export function accountOfAccessKey(accessKeyId: string): string {
  const bits = readBase32(accessKeyId.slice(4, 14));
  // Ten digits are 50 bits; the number stands above the lowest nine of them and below the highest.
  return ((bits & ((1n << 49n) - 1n)) >> 9n).toString().padStart(12, '0');
}
