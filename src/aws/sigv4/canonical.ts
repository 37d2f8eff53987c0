import { createHash } from 'node:crypto';
import { header, type Headers } from '../json/json-protocol.ts';

/** A request as its signature sees it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: Headers;
}

export interface CanonicalOptions {
  /** In lower case, in order. */
  readonly signedHeaders: readonly string[];
  /** Hash of the body in hexadecimal digits, or one of the words that stand for it. */
  readonly payloadHash: string;
  /** Amazon S3 signs the path as it is: escaped once, with empty and dotted steps. */
  readonly isS3: boolean;
}

/**
 * The canonical request of Signature Version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: SignedRequest, options: CanonicalOptions): string {
  const { signedHeaders, payloadHash, isS3 } = options;
  const at = request.url.indexOf('?');
  const path = at < 0 ? request.url : request.url.slice(0, at);
  const query = at < 0 ? '' : request.url.slice(at + 1);
  return [
    request.method,
    isS3 ? s3Path(path) : canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(header(request.headers, name) ?? '')}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** All but Amazon S3: empty and dotted steps are resolved, and what came escaped is escaped once more. */
export function canonicalPath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') steps.pop();
    else steps.push(escaped(step));
  }
  const end = steps.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${steps.join('/')}${end}`;
}

/** A client may leave characters as they are that the canonical form escapes. */
function s3Path(path: string): string {
  return path === '' ? '/' : path.split('/').map(once).join('/');
}

/** Parameters in the order of their escaped names, then values; the signature itself is none of them. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const plain = part.replaceAll('+', '%20');
    const equals = plain.indexOf('=');
    const name = once(equals < 0 ? plain : plain.slice(0, equals));
    if (name !== 'X-Amz-Signature') pairs.push([name, equals < 0 ? '' : once(plain.slice(equals + 1))]);
  }
  return pairs
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of the headers that node:http gives: bytes as Latin-1. Clients sign the text, most of them as UTF-8. */
function canonicalValue(value: string): string {
  const text = value.trim().replace(/\s+/g, ' ');
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  const utf8 = Buffer.from(text, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? text : utf8;
}

/** Escaped once, whatever of it had been before. */
function once(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // What is no escape stands for itself.
  }
  return escaped(plain);
}

/** RFC 3986: all but letters, digits and `-._~`. */
export function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
