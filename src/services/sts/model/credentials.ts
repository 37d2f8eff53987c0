import { createHash } from 'node:crypto';
import { newAccessKeyId } from '../../../aws/access-key-id.ts';
import { base32 } from '../../../aws/base32.ts';
import type { Ids } from '../../../kernel/ids.ts';

/** Temporary credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
}

/** `leastToken`: characters that the token has at least, for those who try out how long one may become. */
export function newCredentials(ids: Ids, installation: string, account: string, leastToken = 0): Credentials {
  const mark = tokenMark(installation);
  // Base64 makes four characters of three.
  const digits = Math.max(192, Math.ceil((leastToken * 3) / 4) - mark.length);
  return {
    accessKeyId: newAccessKeyId('ASIA', account, Buffer.from(ids.hex(20), 'hex')),
    secretAccessKey: Buffer.from(ids.hex(60), 'hex').toString('base64'),
    token: Buffer.from(`${mark}${ids.hex(digits)}`).toString('base64'),
  };
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
