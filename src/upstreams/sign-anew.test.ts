import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { AwsChunkedBody } from '../aws/rest/aws-chunked.ts';
import { s3SignatureRefusals, jsonSignatureRefusals } from '../aws/sigv4/refusals.ts';
import { SignatureVerifier } from '../aws/sigv4/verify.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { encodeChunks } from './aws-chunks.ts';
import type { Outgoing } from './pass-on.ts';
import { signAnewWith } from './sign-anew.ts';

const clock = new VirtualClock();
const credentials = { accessKeyId: 'AKIAREAL', secretAccessKey: 'real', sessionToken: 'token' };
const verifier = new SignatureVerifier({
  secretOf: (id) => (id === credentials.accessKeyId ? credentials.secretAccessKey : undefined),
  clock,
  bucketInHost: () => undefined,
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What becomes of a request on its way to `url`. */
async function signedAnew(
  service: string,
  url: string,
  { method, path, headers = {}, body }: Sent,
): Promise<Outgoing> {
  const signAnew = signAnewWith({
    credentials: async () => credentials,
    clock,
    bucketInHost: (host) => (host?.startsWith('bucket.') === true ? 'bucket' : undefined),
  });
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { promise, resolve } = Promise.withResolvers<Outgoing>();
  server.on('request', (request: IncomingMessage, response) => {
    const head = { method, url: path, headers: request.headers };
    const call = { service, url: new URL(url), head, request, defaultRegion: 'us-east-1' };
    void signAnew(call)
      .then(whole)
      .then(resolve)
      .finally(() => response.end());
  });
  httpRequest({ port, method, path, headers }).end(body);
  return promise;
}

async function whole(call: Outgoing | undefined): Promise<Outgoing> {
  if (call === undefined) throw new Error('it was not signed');
  if (call.body instanceof Uint8Array || call.body === 'as it comes') return call;
  const pieces: Uint8Array[] = [];
  for await (const piece of call.body) pieces.push(piece);
  return { ...call, body: Buffer.concat(pieces) };
}

/** Throws unless it is well signed; resolves with the body that the upstream reads. */
async function read(
  call: Outgoing,
  isS3: boolean,
): Promise<{ text: string; trailers: object; headers: Record<string, string> }> {
  const { method, path, headers: flat } = call.head;
  const headers = Object.fromEntries(
    Array.from({ length: flat.length / 2 }, (_, at) => [flat[at * 2] ?? '', flat[at * 2 + 1] ?? '']),
  );
  const signature = verifier.of({ method, url: path, headers }, new URLSearchParams(path.split('?')[1]));
  const bytes = call.body instanceof Uint8Array ? call.body : new Uint8Array();
  const isStreaming = headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  signature.check(isS3 ? s3SignatureRefusals : jsonSignatureRefusals, isStreaming ? undefined : bytes);
  if (!isStreaming) return { text: Buffer.from(bytes).toString(), trailers: {}, headers };
  const decoded = new AwsChunkedBody(of(bytes), undefined, [], signature.chunks);
  let text = '';
  for await (const piece of decoded) text += Buffer.from(piece).toString();
  return { text, trailers: Object.fromEntries(decoded.trailers), headers };
}

async function* of(...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

const old =
  'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=f';

test('a call is signed for the upstream, in the region of the client, with its own headers', async () => {
  const headers = {
    authorization: old,
    'x-amz-target': 'AmazonSQS.ListQueues',
    'x-amz-security-token': 'old',
  };
  const call = await signedAnew('sqs', 'http://up:1/base', {
    method: 'POST',
    path: '/?a=b',
    headers,
    body: Buffer.from('{}'),
  });
  const { text, headers: sent } = await read(call, false);
  expect(text).toBe('{}');
  expect(call.head.path).toBe('/base/?a=b');
  expect(sent).toMatchObject({
    host: 'up:1',
    'x-amz-target': 'AmazonSQS.ListQueues',
    'x-amz-security-token': 'token',
    authorization: expect.stringContaining('/eu-west-1/sqs/aws4_request'),
  });
});

test('a bucket in the host goes into the path, and a presigned URL loses its signature', async () => {
  const path = '/a%20b?X-Amz-Credential=x&X-Amz-Signature=y&versionId=1&X-Amz-Expires=5';
  const call = await signedAnew('s3', 'http://up', {
    method: 'GET',
    path,
    headers: { host: 'bucket.s3.localhost' },
  });
  await read(call, true);
  expect(call.head.path).toBe('/bucket/a%20b?versionId=1');
});

const large = Buffer.alloc(1024 * 1024 + 5, 'x');

test('a large object over plain HTTP is signed chunk by chunk', async () => {
  const call = await signedAnew('s3', 'http://up', {
    method: 'PUT',
    path: '/b/k',
    body: large,
    headers: { 'content-length': String(large.length) },
  });
  const { text, headers } = await read(call, true);
  expect(text.length).toBe(large.length);
  expect(headers).toMatchObject({
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-decoded-content-length': String(large.length),
  });
});

test('over TLS it is not signed', async () => {
  const call = await signedAnew('s3', 'https://up', {
    method: 'PUT',
    path: '/b/k',
    body: large,
    headers: { 'content-length': String(large.length) },
  });
  const { headers } = await read({ ...call, body: new Uint8Array() }, true);
  expect(headers).toMatchObject({
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'content-length': String(large.length),
  });
});

test.each(['http://up', 'https://up'])('headers that follow the body stay behind it: %s', async (url) => {
  const headers = {
    'content-encoding': 'aws-chunked,gzip',
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '5',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const body = Buffer.from('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n');
  const call = await signedAnew('s3', url, { method: 'PUT', path: '/b/k', body, headers });
  const answer = await read(call, true);
  expect(answer).toMatchObject({ text: 'hello', trailers: { 'x-amz-checksum-crc32': 'NhCmhg==' } });
  expect(answer.headers['content-encoding']).toBe('aws-chunked,gzip');
});

test('chunks hold what was put into them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 5 }), async (pieces) => {
      const decoded: Uint8Array[] = [];
      const body = new AwsChunkedBody(
        encodeChunks(of(...pieces), undefined, () => new Map()),
        undefined,
      );
      for await (const piece of body) decoded.push(piece);
      expect(Buffer.concat(decoded).equals(Buffer.concat(pieces))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
