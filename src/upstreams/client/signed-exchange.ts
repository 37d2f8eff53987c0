import { sha256Hex } from '../../aws/sigv4/canonical.ts';
import { type Credentials, sign } from '../../aws/sigv4/sign.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Connections } from '../connections.ts';
import type { Answer, EncodedCall } from './codec.ts';
import { signingRegion } from '../service-names.ts';
import { unreachableUpstream } from './errors.ts';
import { exchange } from './exchange.ts';

/** Whose credentials sign a call that Longshore itself makes for an account, in a region. */
export type CredentialsFor = (call: {
  readonly account: string;
  readonly region: string;
}) => Credentials | Promise<Credentials>;

export interface CallerParts {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly credentialsFor: CredentialsFor;
}

export interface CallTo {
  /** Signing name. */
  readonly service: string;
  readonly url: URL;
  readonly account: string;
  readonly region: string;
}

/** Makes a call of Longshore's own. Rejects with AwsError where nothing answers. */
export async function signedExchange(
  { connections, clock, credentialsFor }: CallerParts,
  { service, url, account, region }: CallTo,
  { method, path, headers, body }: EncodedCall,
  signal: AbortSignal,
): Promise<Answer> {
  const at = url.pathname.replace(/\/$/, '') + path;
  const hasBody = body.length > 0 || method !== 'GET';
  const all = {
    ...headers,
    host: url.host,
    'user-agent': 'longshore',
    ...(hasBody && { 'content-length': String(body.length) }),
  };
  const credentials = await credentialsFor({ account, region });
  const signed = sign(
    { method, url: at, headers: all },
    {
      credentials,
      region: signingRegion(url, region),
      service,
      now: clock.now(),
      payloadHash: sha256Hex(body),
    },
  );
  const head = { method, path: at, headers: Object.entries(signed.headers).flat() };
  try {
    return await exchange(connections, { url, head, body }, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachableUpstream(service, url, error);
  }
}
