import { header, type Headers } from './json/json-protocol.ts';
import { incompleteSignature, missingAuthenticationToken } from './protocol-errors.ts';
import { readAuthorization } from './sigv4/authorization-header.ts';

/** Who signed a request, as far as the signature says it. Signatures are not verified. */
export interface Identity {
  /** `undefined` for requests without credentials. */
  readonly accessKeyId: string | undefined;
  /** The access key id if it is twelve digits, else the default account. */
  readonly account: string;
  readonly region: string;
  /** Signing name of the service that the request is meant for; `undefined` without credentials. */
  readonly service: string | undefined;
}

/** What credentials that were given out here stand for: those of a session, or of a user. */
export type SessionState =
  | {
      readonly state: 'valid';
      readonly account: string;
      /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, `arn:aws:iam::ACCOUNT:user/NAME` */
      readonly principalArn: string;
      /** `AROA…:SESSION`, `AIDA…` */
      readonly principalId: string;
    }
  | { readonly state: 'expired' | 'invalid' };

/** What credentials are being used for. */
export interface CredentialUse {
  readonly region: string;
  /** Signing name. */
  readonly service: string | undefined;
}

/** `undefined` for credentials that were not given out here. */
export type FindSession = (
  accessKeyId: string,
  token: string | undefined,
  use: CredentialUse,
) => SessionState | undefined;

export interface IdentityDefaults {
  readonly account: string;
  readonly region: string;
}

/**
 * Reads the SigV4 (or SigV4a) Authorization header, else the query of a presigned URL, else answers the
 * defaults: people who try things with curl send no signature.
 * Throws what AWS answers to a header that it cannot read: IncompleteSignatureException, or
 * MissingAuthenticationTokenException for another scheme.
 */
export function identify(headers: Headers, query: URLSearchParams, defaults: IdentityDefaults): Identity {
  const authorization = header(headers, 'authorization')?.trim();
  if (authorization !== undefined && authorization !== '') {
    const credential = credentialOf(authorization);
    const regionSet = header(headers, 'x-amz-region-set');
    return fromCredential(credential, authorization.startsWith(SIGV4A), regionSet, defaults);
  }
  const credential = query.get('X-Amz-Credential');
  if (credential !== null) {
    const isSigV4a = query.get('X-Amz-Algorithm') === SIGV4A;
    return fromCredential(credential, isSigV4a, query.get('X-Amz-Region-Set') ?? undefined, defaults);
  }
  const oldPresigned = query.get('AWSAccessKeyId');
  if (oldPresigned !== null && query.has('Signature')) {
    // SigV2, which boto3 still presigns with: it names neither region nor service, and only S3 takes it.
    return {
      accessKeyId: oldPresigned,
      account: accountOf(oldPresigned, defaults),
      region: defaults.region,
      service: 's3',
    };
  }
  return { accessKeyId: undefined, ...defaults, service: undefined };
}

function accountOf(accessKeyId: string, defaults: IdentityDefaults): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaults.account;
}

const SIGV4 = 'AWS4-HMAC-SHA256';
const SIGV4A = 'AWS4-ECDSA-P256-SHA256';

/** The `Credential` of an Authorization header; the texts are AWS's. */
function credentialOf(authorization: string): string {
  const { scheme, parameters, stray, repeated } = readAuthorization(authorization);
  if (scheme !== SIGV4 && scheme !== SIGV4A) throw missingAuthenticationToken();
  if (stray !== undefined) {
    throw incompleteSignature(
      `'${stray}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
    );
  }
  if (repeated !== undefined) {
    throw incompleteSignature(`Authorization header has the parameter '${repeated}' more than once.`);
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name));
  const credential = parameters.get('Credential');
  if (credential === undefined || missing.length > 0) {
    const texts = missing.map((name) => `Authorization header requires '${name}' parameter.`);
    throw incompleteSignature(`${texts.join(' ')} Authorization=${scheme}`);
  }
  return credential;
}

/** `AKID/date/region/service/aws4_request`; SigV4a signs for a set of regions and leaves the region out. */
function fromCredential(
  credential: string,
  isSigV4a: boolean,
  regionSet: string | undefined,
  defaults: IdentityDefaults,
): Identity {
  const parts = credential.split('/');
  const expected = isSigV4a ? 4 : 5;
  if (parts.length !== expected || parts.includes('')) {
    const form = isSigV4a ? 'keyid/date/service/term' : 'keyid/date/region/service/term';
    throw incompleteSignature(
      `Credential must have exactly ${expected} slash-delimited elements, e.g. ${form}, got '${credential}'`,
    );
  }
  const [accessKeyId = '', , third = '', fourth = ''] = parts;
  const [firstRegion = ''] = regionSet?.split(',').map((region) => region.trim()) ?? [];
  const signedRegion = isSigV4a ? (firstRegion === '*' ? '' : firstRegion) : third;
  return {
    accessKeyId,
    account: accountOf(accessKeyId, defaults),
    region: signedRegion === '' ? defaults.region : signedRegion,
    service: isSigV4a ? third : fourth,
  };
}
