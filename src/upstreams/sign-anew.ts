import type { IncomingMessage } from 'node:http';
import { AwsChunkedBody } from '../aws/rest/aws-chunked.ts';
import { header } from '../aws/json/json-protocol.ts';
import { sha256Hex } from '../aws/sigv4/canonical.ts';
import { jsonSignatureRefusals, querySignatureRefusals, s3SignatureRefusals } from '../aws/sigv4/refusals.ts';
import { type Credentials, sign } from '../aws/sigv4/sign.ts';
import type { RequestSignature, SignatureVerifier } from '../aws/sigv4/verify.ts';
import type { Clock } from '../kernel/clock.ts';
import { encodeChunks } from './aws-chunks.ts';
import { type RequestHead, signedScope } from './called-service.ts';
import type { Outgoing } from './pass-on.ts';
import { signingRegion } from './service-names.ts';

/**
 * Makes of a client's call one with another signature; `undefined` where there are no credentials to sign it
 * with, and nothing of it has been read. Rejects with SigningError, or with AwsError for who may not have it
 * signed.
 */
export type SignAnew = (call: SignAnewCall) => Promise<Outgoing | undefined>;

export interface SignAnewCall {
  readonly service: string;
  readonly url: URL;
  readonly head: RequestHead;
  readonly request: IncomingMessage;
  readonly defaultRegion: string;
  /** Called before the body is read: the client may wait to be told to send it. */
  readonly onRead?: () => void;
}

/** The client's call cannot be signed: it is too large. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

export interface SignAnewParts {
  readonly credentials: (call: SignAnewCall) => Promise<Credentials | undefined>;
  readonly clock: Clock;
  /** The bucket that stands in a host's name. */
  readonly bucketInHost: (host: string | undefined) => string | undefined;
  /** Looks at the client's own signature first; absent: anybody may have calls signed. */
  readonly signatures?: SignatureVerifier | undefined;
}

/** What belongs to the client's signature, to its connection, or to the body as the client has coded it. */
const DROPPED =
  'authorization connection content-length expect host keep-alive proxy-connection te trailer transfer-encoding ' +
  'upgrade x-longshore-passed-by x-amz-content-sha256 x-amz-date x-amz-decoded-content-length x-amz-region-set x-amz-security-token x-amz-trailer';
const dropped: ReadonlySet<string> = new Set(DROPPED.split(' '));

/** Of a presigned URL. */
const PRESIGNED =
  /^(?:X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256|Region-Set)|AWSAccessKeyId|Signature|Expires|x-amz-security-token)$/;

/** Bodies up to this size are hashed before they are sent; larger ones only where that can be done on the way. */
const IN_MEMORY = 1024 * 1024;
/** Most that is held in memory where it cannot. */
const MOST = 32 * 1024 * 1024;

export function signAnewWith(parts: SignAnewParts): SignAnew {
  return async (call) => {
    const { service, url, head, request, defaultRegion } = call;
    const credentials = await parts.credentials(call);
    if (credentials === undefined) return undefined;
    call.onRead?.();
    const scope = signedScope(head.headers, head.url);
    const asked = scope === undefined || ['', '*'].includes(scope.region) ? defaultRegion : scope.region;
    const region = signingRegion(url, asked);
    const bucket = service === 's3' ? parts.bucketInHost(header(head.headers, 'host')) : undefined;
    const path =
      url.pathname.replace(/\/$/, '') + (bucket === undefined ? '' : `/${bucket}`) + unsigned(head.url);
    const headers: Record<string, string> = { ...keptHeaders(head), host: url.host };
    const checked = signatureOf(parts, call);
    const body =
      service === 's3'
        ? await objectBody(head, request, url, checked)
        : await wholeBody(head, request, MOST, checked);
    const options = { credentials, region, service, now: parts.clock.now() };
    if (body.kind === 'bytes') {
      if (body.bytes.length > 0 || head.method.startsWith('P'))
        headers['content-length'] = String(body.bytes.length);
      const signed = sign(
        { method: head.method, url: path, headers },
        { ...options, payloadHash: sha256Hex(body.bytes) },
      );
      return { url, head: { method: head.method, path, headers: flat(signed.headers) }, body: body.bytes };
    }
    Object.assign(headers, body.headers);
    const signed = sign(
      { method: head.method, url: path, headers },
      { ...options, payloadHash: body.payload },
    );
    const sent = body.encode(signed);
    return { url, head: { method: head.method, path, headers: flat(signed.headers) }, body: sent };
  };
}

type Body =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'stream';
      readonly payload: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly encode: (signed: ReturnType<typeof sign>) => AsyncIterable<Uint8Array>;
    };

/**
 * Of Amazon S3, which may be larger than memory. Over TLS it goes unsigned; else its chunks are signed, each
 * on its way.
 */
async function objectBody(
  head: RequestHead,
  request: IncomingMessage,
  url: URL,
  checked: RequestSignature | undefined,
): Promise<Body> {
  const { headers } = head;
  checked?.check(s3SignatureRefusals, undefined);
  const received: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false });
  const source = checked?.guard(received) ?? received;
  const isChunked = header(headers, 'x-amz-content-sha256')?.startsWith('STREAMING-') === true;
  const length = lengthIn(header(headers, isChunked ? 'x-amz-decoded-content-length' : 'content-length'));
  if (!isChunked && headers['transfer-encoding'] === undefined && (length ?? 0) <= IN_MEMORY) {
    return { kind: 'bytes', bytes: await gathered(source, IN_MEMORY) };
  }
  const decoded = isChunked ? new AwsChunkedBody(source, length, [], checked?.chunks) : undefined;
  if (length === undefined) return { kind: 'bytes', bytes: await gathered(decoded ?? source, MOST) };
  const announced = header(headers, 'x-amz-trailer');
  const isSecure = url.protocol === 'https:';
  if (isSecure && announced === undefined) {
    const sent = { 'content-length': String(length) };
    return { kind: 'stream', payload: 'UNSIGNED-PAYLOAD', headers: sent, encode: () => decoded ?? source };
  }
  const word = isSecure ? 'STREAMING-UNSIGNED-PAYLOAD' : 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const coding =
    header(headers, 'content-encoding')
      ?.split(',')
      .map((name) => name.trim()) ?? [];
  return {
    kind: 'stream',
    payload: announced === undefined ? word : `${word}-TRAILER`,
    headers: {
      'content-encoding': ['aws-chunked', ...coding.filter((name) => name !== 'aws-chunked')].join(','),
      'transfer-encoding': 'chunked',
      'x-amz-decoded-content-length': String(length),
      ...(announced !== undefined && { 'x-amz-trailer': announced }),
    },
    encode: (signed) =>
      encodeChunks(decoded ?? source, isSecure ? undefined : signed, () => decoded?.trailers ?? new Map()),
  };
}

async function wholeBody(
  head: RequestHead,
  request: IncomingMessage,
  most: number,
  checked: RequestSignature | undefined,
): Promise<Body> {
  const bytes = await gathered(request.iterator({ destroyOnReturn: false }), most);
  const isJson =
    header(head.headers, 'content-type')?.startsWith('application/x-www-form-urlencoded') !== true;
  checked?.check(isJson ? jsonSignatureRefusals : querySignatureRefusals, bytes);
  return { kind: 'bytes', bytes };
}

async function gathered(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > most)
      throw new SigningError(`A body of more than ${most} bytes cannot be signed anew.`, 413);
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length);
}

function signatureOf({ signatures }: SignAnewParts, { head }: SignAnewCall): RequestSignature | undefined {
  if (signatures === undefined) return undefined;
  const url = head.signedUrl ?? head.url;
  return signatures.of({ ...head, url }, new URLSearchParams(url.split('?')[1] ?? ''));
}

/** Without the signature of a presigned URL. */
function unsigned(url: string): string {
  const at = url.indexOf('?');
  if (at < 0) return url;
  const kept = url
    .slice(at + 1)
    .split('&')
    .filter((part) => !PRESIGNED.test(part.split('=', 1)[0] ?? ''));
  return url.slice(0, at) + (kept.length === 0 ? '' : `?${kept.join('&')}`);
}

function keptHeaders({ headers }: RequestHead): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = header(headers, name);
    if (value === undefined || dropped.has(name)) continue;
    const isCoding = name === 'content-encoding' && value.trim() === 'aws-chunked';
    if (!isCoding)
      kept[name] = name === 'content-encoding' ? value.replace(/aws-chunked\s*,?\s*/, '') : value;
  }
  return kept;
}

const flat = (headers: Readonly<Record<string, string>>): string[] => Object.entries(headers).flat();

const lengthIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
