import { createHmac } from 'node:crypto';
import { sha256Hex } from './canonical.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature is good for: `20260131/us-east-1/ecs/aws4_request`. */
export interface CredentialScope {
  /** `20260131` */
  readonly date: string;
  readonly region: string;
  /** Signing name. */
  readonly service: string;
}

export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`;

const hmac = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

export function signingKey(secret: string, { date, region, service }: CredentialScope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}

/** `time`: `20260131T120000Z` */
export function stringToSign(time: string, scope: CredentialScope, canonicalRequest: string): string {
  return [ALGORITHM, time, scopeText(scope), sha256Hex(canonicalRequest)].join('\n');
}

export const signature = (key: Uint8Array, toSign: string): string => hmac(key, toSign).toString('hex');
