import { header, type Headers } from '../json/json-protocol.ts';
import { readAuthorization } from './authorization-header.ts';
import { ALGORITHM, type CredentialScope } from './signing-key.ts';

/** What a request says of its own signature. Nothing of it has been checked. */
export type ReadSignature =
  | { readonly kind: 'none' }
  /** Signed for several regions, with a key pair that is made of the secret. */
  | { readonly kind: 'v4a' }
  | { readonly kind: 'broken'; readonly problem: string }
  | V4Signature
  | V2Signature;

export interface V4Signature {
  readonly kind: 'v4';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** In lower case, as listed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260131T120000Z` */
  readonly time: string;
  /** Seconds that a presigned URL lasts; absent: it is no such URL. */
  readonly expires?: number;
}

/** Signature Version 2 in a URL, which only Amazon S3 takes. */
export interface V2Signature {
  readonly kind: 'v2';
  readonly accessKeyId: string;
  readonly signature: string;
  /** Seconds since the epoch, as text. */
  readonly expires: string;
}

export function readSignature(headers: Headers, query: URLSearchParams): ReadSignature {
  const authorization = header(headers, 'authorization')?.trim() ?? '';
  if (authorization !== '') return inHeader(authorization, headers);
  if (query.has('X-Amz-Credential')) return inQuery(query);
  const accessKeyId = query.get('AWSAccessKeyId');
  const signature = query.get('Signature');
  if (accessKeyId === null || signature === null) return { kind: 'none' };
  return { kind: 'v2', accessKeyId, signature, expires: query.get('Expires') ?? '' };
}

function inHeader(authorization: string, headers: Headers): ReadSignature {
  if (authorization.startsWith('AWS4-ECDSA-')) return { kind: 'v4a' };
  if (!authorization.startsWith(ALGORITHM)) return { kind: 'none' };
  const { parameters, repeated } = readAuthorization(authorization);
  if (repeated !== undefined) {
    const problem = `Authorization header has the parameter '${repeated}' more than once.`;
    return { kind: 'broken', problem };
  }
  return signatureOf({
    credential: parameters.get('Credential') ?? '',
    signedHeaders: parameters.get('SignedHeaders') ?? '',
    signature: parameters.get('Signature') ?? '',
    time: header(headers, 'x-amz-date') ?? timeOfDate(header(headers, 'date')),
  });
}

/**
 * Of a form that a web page posts to Amazon S3, whose fields are called like the parameters of a URL. What is
 * signed is its policy, so there are no headers.
 */
export function readFormSignature(fields: URLSearchParams): ReadSignature {
  if (!fields.has('X-Amz-Credential')) return readSignature({}, fields);
  const all = new URLSearchParams(fields);
  all.set('X-Amz-SignedHeaders', 'policy');
  return inQuery(all);
}

function inQuery(query: URLSearchParams): ReadSignature {
  const algorithm = query.get('X-Amz-Algorithm') ?? '';
  if (algorithm.startsWith('AWS4-ECDSA-')) return { kind: 'v4a' };
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    return { kind: 'broken', problem: 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"' };
  }
  const read = signatureOf({
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    time: query.get('X-Amz-Date') ?? '',
  });
  const lasts = query.get('X-Amz-Expires') ?? '';
  if (read.kind !== 'v4') return read;
  // STS and others take URLs that do not say; they last as long as a signature in a header.
  if (lasts === '') return { ...read, expires: 900 };
  return { ...read, expires: Number(lasts) };
}

function signatureOf(parts: {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly time: string;
}): ReadSignature {
  const { credential, signedHeaders, signature, time } = parts;
  // An access key id may hold slashes; the scope behind it may not.
  const found = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  if (found === null || signature === '' || signedHeaders === '') {
    return { kind: 'broken', problem: `The signature is incomplete: Credential=${credential}` };
  }
  if (!/^\d{8}T\d{6}Z$/.test(time)) {
    const problem = `Date must be in ISO-8601 'basic format'. Got '${time}'. See http://en.wikipedia.org/wiki/ISO_8601`;
    return { kind: 'broken', problem };
  }
  const [, accessKeyId = '', date = '', region = '', service = ''] = found;
  if (!time.startsWith(date)) {
    const problem =
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ` +
      `'${date}' != '${time.slice(0, 8)}', from '${time}'.`;
    return { kind: 'broken', problem };
  }
  return {
    kind: 'v4',
    accessKeyId,
    scope: { date, region, service },
    signedHeaders: signedHeaders.toLowerCase().split(';'),
    signature,
    time,
  };
}

/** Of a `Date` header, where there is no `X-Amz-Date`. */
function timeOfDate(text: string | undefined): string {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  if (Number.isNaN(ms)) return text ?? '';
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
