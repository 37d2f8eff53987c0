import { createHash } from 'node:crypto';
import { base32, readBase32 } from '../../../aws/base32.ts';
import type { Ids } from '../../../kernel/ids.ts';

/**
 * Temporary credentials, and the unique ids that AWS's identities have. An access key id holds its account,
 * as on AWS: the first 40 bits after the prefix, without the highest, are the account's number.
 */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
}

export function newCredentials(ids: Ids, installation: string, account: string): Credentials {
  const random = Buffer.from(ids.hex(20), 'hex');
  const bits = (1n << 47n) | (BigInt(account) << 7n) | BigInt(random.readUInt8(0) & 0x7f);
  const bytes = Buffer.concat([
    Buffer.from(bits.toString(16).padStart(12, '0'), 'hex'),
    random.subarray(1, 5),
  ]);
  return {
    accessKeyId: `ASIA${base32(bytes)}`,
    secretAccessKey: Buffer.from(ids.hex(60), 'hex').toString('base64'),
    token: Buffer.from(`${tokenMark(installation)}${ids.hex(192)}`).toString('base64'),
  };
}

/** The account that an access key id of AWS's present form holds. */
export function accountOf(accessKeyId: string): string {
  const bits = readBase32(accessKeyId.slice(4, 14));
  // Ten digits are 50 bits; the number stands above the lowest nine of them and below the highest.
  return ((bits & ((1n << 49n) - 1n)) >> 9n).toString().padStart(12, '0');
}

/** A token that this installation gave out, whether or not it still knows of it. */
export function isOwnToken(token: string, installation: string): boolean {
  return Buffer.from(token, 'base64').toString('latin1').startsWith(tokenMark(installation));
}

/** The id of a role that nobody made: the same for the same ARN. */
export function idOfUnknownRole(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest();
  return `AROA${base32(digest.subarray(0, 15)).slice(0, 17)}`;
}

const tokenMark = (installation: string): string => `longshore:${installation}:`;
