import { amzTime } from './amz-time.ts';
import { canonicalRequest, type SignedRequest } from './canonical.ts';
import {
  ALGORITHM,
  type CredentialScope,
  scopeText,
  signature,
  signingKey,
  stringToSign,
} from './signing-key.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SignOptions {
  readonly credentials: Credentials;
  readonly region: string;
  /** Signing name. */
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Hash of the body in hexadecimal digits, or one of the words that stand for it. */
  readonly payloadHash: string;
}

export interface Signed {
  /** Those of the request, with those of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the signatures of chunks of the body build on. */
  readonly seed: string;
  readonly key: Uint8Array;
  readonly time: string;
  readonly scope: CredentialScope;
}

/** Proxies on the way may change these. */
const UNSIGNED: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
]);

/** Signs a request that has a `host` header, in the Authorization header. Header names are in lower case. */
export function sign(
  request: SignedRequest & { readonly headers: Readonly<Record<string, string>> },
  options: SignOptions,
): Signed {
  const { credentials, region, service, now, payloadHash } = options;
  const time = amzTime(now);
  const scope: CredentialScope = { date: time.slice(0, 8), region, service };
  const headers: Record<string, string> = {
    ...request.headers,
    'x-amz-date': time,
    'x-amz-content-sha256': payloadHash,
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  };
  delete headers['authorization'];
  const signedHeaders = Object.keys(headers)
    .filter((name) => !UNSIGNED.has(name))
    .sort();
  const canonical = canonicalRequest(
    { ...request, headers },
    { signedHeaders, payloadHash, isS3: isS3(service) },
  );
  const key = signingKey(credentials.secretAccessKey, scope);
  const seed = signature(key, stringToSign(time, scope, canonical));
  headers['authorization'] =
    `${ALGORITHM} Credential=${credentials.accessKeyId}/${scopeText(scope)}, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${seed}`;
  return { headers, seed, key, time, scope };
}

/** Services that sign as Amazon S3 does: the path as it is. */
export const isS3 = (service: string): boolean => service.startsWith('s3');
