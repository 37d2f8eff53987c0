import type { FastifyReply } from 'fastify';
import { corsRefused } from '../aws/forms/web-page-errors.ts';
import { encodeRestError } from '../aws/rest/rest-xml-error.ts';
import { s3Address } from './s3-address.ts';
import type { RequestHead, Wire } from './wire-of.ts';

/** What the buckets of Amazon S3 let web pages of other origins do. */
export interface BucketOrigins {
  /** Headers for the answer where a rule of the bucket allows the request. */
  allow(
    bucket: string,
    request: { readonly origin: string; readonly method: string; readonly headers: readonly string[] },
  ): Readonly<Record<string, string>> | 'refused' | 'no rules' | 'no bucket';
}

/** A request of a page, as far as a bucket has a say in it. */
export interface PageRequest {
  /** A rule of the bucket allows it, so that the guard of origins may let it pass. */
  readonly isAllowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a preflight: the whole answer. */
  readonly preflight?: Preflight;
}

export interface Preflight {
  readonly headers: Readonly<Record<string, string>>;
  /** What the client asked for, where it is refused. */
  readonly refused?: { readonly method: string; readonly hasRules: boolean; readonly isObject: boolean };
}

/**
 * Buckets say with CORS rules which pages may use them. A preflight says nothing of the service that is meant, but
 * what it allows is weighed again when the request itself comes: only what speaks to Amazon S3 passes, on a
 * bucket with a rule, and only to read, write and list that bucket's objects. A page can neither configure a
 * bucket nor copy out of another, and nothing else of Longshore is opened to it.
 */
export function crossOrigin(
  wireOf: (request: RequestHead) => Wire,
  origins: BucketOrigins | undefined,
): (request: RequestHead) => PageRequest | undefined {
  if (origins === undefined) return () => undefined;
  return (request) => {
    const { headers, method = '', url = '/' } = request;
    const { origin } = headers;
    if (origin === undefined) return undefined;
    const { labels, path } = s3Address(headers.host, url);
    const bucket = labels.Bucket;
    if (bucket === undefined) return undefined;
    if (method === 'OPTIONS') return preflight(origins, request, { origin, bucket, isObject: path !== '/' });
    if (wireOf(request) !== 's3') return undefined;
    const found = origins.allow(bucket, { origin, method, headers: [] });
    if (typeof found === 'string') return undefined;
    return { isAllowed: isForPages(request, path), headers: found };
  };
}

function preflight(
  origins: BucketOrigins,
  { headers }: RequestHead,
  {
    origin,
    bucket,
    isObject,
  }: { readonly origin: string; readonly bucket: string; readonly isObject: boolean },
): PageRequest | undefined {
  const method = headers['access-control-request-method'];
  if (method === undefined) return undefined;
  const asked = headers['access-control-request-headers']?.split(',') ?? [];
  const names = asked.map((name) => name.trim()).filter((name) => name !== '');
  const found = origins.allow(bucket, { origin, method, headers: names });
  if (typeof found !== 'string') return { isAllowed: true, headers: {}, preflight: { headers: found } };
  if (found === 'no bucket') return undefined;
  const refused = { method, hasRules: found === 'refused', isObject };
  return { isAllowed: false, headers: {}, preflight: { headers: {}, refused } };
}

export function answerPreflight(reply: FastifyReply, { headers, refused }: Preflight): FastifyReply {
  if (refused === undefined) return reply.code(200).headers(headers).send();
  const { status, headers: own, body } = encodeRestError(corsRefused(refused), reply.request.id, false);
  return reply.code(status).headers(own).send(body);
}

/** Parameters of listings, and of signatures. */
const LISTING =
  /^(?:list-type|prefix|delimiter|marker|max-keys|encoding-type|continuation-token|start-after|fetch-owner|x-id|x-amz-.*)$/i;

function isForPages({ method = '', url = '/', headers }: RequestHead, path: string): boolean {
  if (headers['x-amz-copy-source'] !== undefined) return false;
  if (path !== '/') return true;
  if (method === 'POST')
    return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true;
  const at = url.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  return (method === 'GET' || method === 'HEAD') && [...query.keys()].every((name) => LISTING.test(name));
}
