import { header, type Headers } from '../aws/json/json-protocol.ts';
import { serviceOfHost, serviceOfTarget, signingNameOf } from './service-names.ts';

/** The head of a request, which is all that is looked at. */
export interface RequestHead {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Headers;
  /** What the client has signed in place of `url`, where that was cut on its way. */
  readonly signedUrl?: string;
}

/**
 * Which service a request is for, by its name in signatures: as X-Amz-Target says, else the signature, else
 * the host's name, else the path. `undefined` where nothing says so.
 */
export function calledService({ headers, url, method }: RequestHead): string | undefined {
  const target = header(headers, 'x-amz-target');
  const targeted =
    target === undefined ? undefined : serviceOfTarget(target.slice(0, target.lastIndexOf('.')));
  return (
    targeted ??
    signedScope(headers, url)?.service ??
    hosted(header(headers, 'host')) ??
    atPath(url, headers, method)
  );
}

export interface SignedScope {
  readonly accessKeyId: string;
  /** Empty where the signature does not say. */
  readonly region: string;
  readonly service: string;
}

/** What the credentials are good for, in the Authorization header or a presigned URL. */
export function signedScope(headers: Headers, url: string): SignedScope | undefined {
  const authorization = header(headers, 'authorization');
  if (authorization !== undefined) return scopeIn(/Credential=([^,\s]+)/.exec(authorization)?.[1]);
  const credential = /[?&]X-Amz-Credential=([^&]*)/.exec(url)?.[1];
  if (credential !== undefined) return scopeIn(decoded(credential));
  // SigV2, which names no service: nobody but S3 takes it any more.
  const old = /[?&]AWSAccessKeyId=([^&]+)/.exec(url)?.[1];
  return old === undefined ? undefined : { accessKeyId: decoded(old), region: '', service: 's3' };
}

function scopeIn(credential: string | undefined): SignedScope | undefined {
  const found = /^(.+)\/\d{8}\/(?:([^/]*)\/)?([^/]+)\/aws4_request$/.exec(credential ?? '');
  if (found === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = found;
  return { accessKeyId, region, service: signingNameOf(service) };
}

/** `sqs.us-east-1.localhost`, `bucket.s3.amazonaws.com`: below a name that is ours, or AWS's own. */
function hosted(host: string | undefined): string | undefined {
  const name = host?.replace(/:\d+$/, '').toLowerCase() ?? '';
  const below = /^(.+?)\.(?:localhost|amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/.exec(name)?.[1];
  return below === undefined ? undefined : serviceOfHost(below.replace(/\.[a-z]{2,}(?:-[a-z]+)+-\d+$/, ''));
}

/** Calls that are made unsigned, or by people with curl. */
function atPath(url: string, headers: Headers, method: string): string | undefined {
  const cbor = /^\/service\/([^/]+)\/operation\//.exec(url)?.[1];
  if (cbor !== undefined) return serviceOfTarget(cbor);
  if (/^\/20\d\d-\d\d-\d\d\/(?:functions|event-source-mappings|layers)\b/.test(url)) return 'lambda';
  const type = header(headers, 'content-type') ?? '';
  // A form with a file, which is signed in a field of its own.
  if (method === 'POST' && /^multipart\/form-data\s*;/i.test(type) && /^\/[^/?]*\/?(?:\?|$)/.test(url))
    return 's3';
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  return isForm && /^\/\d{12}\/[\w.-]+\/?$/.test(url) ? 'sqs' : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
