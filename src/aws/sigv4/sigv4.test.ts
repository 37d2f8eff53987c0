import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { AwsChunkedBody } from '../rest/aws-chunked.ts';
import { escaped, sha256Hex } from './canonical.ts';
import { ChunkSignatures } from './chunk-signatures.ts';
import { jsonSignatureRefusals, querySignatureRefusals, s3SignatureRefusals } from './refusals.ts';
import { sign } from './sign.ts';
import { signatureV2, stringToSignV2 } from './signature-v2.ts';
import { type RequestSignature, SignatureVerifier } from './verify.ts';

/** Hashes as the SDK's signer wants them. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = secret === undefined || typeof secret === 'string' ? secret : bytesOf(secret);
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);

const NOW = Date.UTC(2026, 0, 31, 12);
const AKID = 'AKIDEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const credentials = { accessKeyId: AKID, secretAccessKey: SECRET };

function sdkSigner(service: string, options: { sessionToken?: string } = {}): SignatureV4 {
  return new SignatureV4({
    credentials: { ...credentials, ...options },
    region: 'eu-west-1',
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });
}

interface Call {
  readonly service: string;
  readonly method: string;
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const anyText = fc.string({ unit: 'grapheme', maxLength: 12 });
const call: fc.Arbitrary<Call> = fc.record({
  service: fc.constantFrom('ecs', 's3', 'iam', 'lambda'),
  method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
  path: fc.array(anyText, { maxLength: 4 }),
  query: fc.dictionary(
    anyText.filter((name) => name !== '' && !/^(?:x-amz|__proto__$)/i.test(name)),
    anyText,
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(
    fc.stringMatching(/^x-[a-z]{1,8}$/),
    fc.stringMatching(/^[ -~]{0,20}$/).map((value) => value.trim()),
    { maxKeys: 4 },
  ),
  body: anyText,
});

const rawQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join('&');

const urlOf = (path: string, query: Readonly<Record<string, unknown>>): string => {
  const known: Record<string, string> = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  );
  const raw = rawQuery(known);
  return raw === '' ? path : `${path}?${raw}`;
};

function requestOf({ method, path, query, headers, body }: Call) {
  return {
    method,
    protocol: 'http:',
    hostname: 'localhost',
    port: 4566,
    path: `/${path.map(escaped).join('/')}`,
    query: { ...query },
    headers: { host: 'localhost:4566', ...headers },
    body,
  };
}

function verifierAt(now: number): SignatureVerifier {
  const secrets = new Map([[AKID, SECRET]]);
  return new SignatureVerifier({
    secretOf: (id) => secrets.get(id),
    clock: new VirtualClock(now),
    bucketInHost: () => undefined,
  });
}

function signatureOf(
  request: { method: string; url: string; headers: Readonly<Record<string, string>> },
  now = NOW,
): RequestSignature {
  const at = request.url.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return verifierAt(now).of({ ...request, headers }, query);
}

const codeOf = (work: () => void): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

describe('signing', () => {
  test('is as the SDK signs', async () => {
    await fc.assert(
      fc.asyncProperty(
        call,
        fc.option(
          anyText.filter((token) => /^[!-~]+$/.test(token)),
          { nil: undefined },
        ),
        async (made, sessionToken) => {
          const request = requestOf(made);
          const token = sessionToken === undefined ? {} : { sessionToken };
          const theirs = await sdkSigner(made.service, token).sign(request, { signingDate: new Date(NOW) });
          const ours = sign(
            { method: made.method, url: urlOf(request.path, request.query), headers: request.headers },
            {
              credentials: { ...credentials, ...token },
              region: 'eu-west-1',
              service: made.service,
              now: NOW,
              payloadHash: sha256Hex(made.body),
            },
          );
          expect(ours.headers).toEqual(theirs.headers);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('verifying', () => {
  test('takes what the SDK has signed, and nothing that was changed since', async () => {
    await fc.assert(
      fc.asyncProperty(call, async (made) => {
        const request = requestOf(made);
        const signed = await sdkSigner(made.service).sign(request, { signingDate: new Date(NOW) });
        const sent = {
          method: signed.method,
          url: urlOf(request.path, request.query),
          headers: signed.headers,
        };
        const refusals = made.service === 's3' ? s3SignatureRefusals : jsonSignatureRefusals;
        signatureOf(sent).check(refusals, made.body);
        const mismatch = made.service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
        expect(codeOf(() => signatureOf({ ...sent, method: 'PATCH' }).check(refusals, made.body))).toBe(
          mismatch,
        );
        const more = sent.url.includes('?') ? '&zz=1' : '?zz=1';
        expect(codeOf(() => signatureOf({ ...sent, url: sent.url + more }).check(refusals, made.body))).toBe(
          mismatch,
        );
        const other = made.service === 's3' ? 'XAmzContentSHA256Mismatch' : mismatch;
        expect(codeOf(() => signatureOf(sent).check(refusals, `${made.body}.`))).toBe(other);
      }),
      { numRuns: 300 },
    );
  });

  test('takes what the SDK has presigned', async () => {
    await fc.assert(
      fc.asyncProperty(call, fc.integer({ min: 1, max: 604_800 }), async (made, expiresIn) => {
        const { body: _, ...request } = requestOf({ ...made, service: 's3' });
        const signed = await sdkSigner('s3').presign(
          // As the SDK's presigner for Amazon S3 has it.
          {
            ...request,
            headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
            body: undefined,
          },
          { signingDate: new Date(NOW), expiresIn, unsignableHeaders: new Set(['x-amz-content-sha256']) },
        );
        const sent = {
          method: signed.method,
          url: urlOf(signed.path, signed.query ?? {}),
          headers: { host: 'localhost:4566', ...made.headers },
        };
        const at = (now: number) =>
          codeOf(() => signatureOf(sent, now).check(s3SignatureRefusals, undefined));
        // What is hoisted into the URL is not sent as a header, too.
        if (Object.keys(made.headers).some((name) => name.startsWith('x-amz-'))) return;
        expect(at(NOW + expiresIn * 1000)).toBe('none');
        expect(at(NOW + expiresIn * 1000 + 1000)).toBe('RequestTimeTooSkewed');
        expect(
          codeOf(() => signatureOf({ ...sent, url: `${sent.url}0` }).check(s3SignatureRefusals, undefined)),
        ).toBe('SignatureDoesNotMatch');
      }),
      { numRuns: 200 },
    );
  });

  const signedBy = (service: string, options: Partial<Parameters<typeof sign>[1]> = {}) => {
    const request = { method: 'POST', url: '/', headers: { host: 'localhost' } };
    const { headers } = sign(request, {
      credentials,
      region: 'us-east-1',
      service,
      now: NOW,
      payloadHash: sha256Hex('{}'),
      ...options,
    });
    return { ...request, headers: { ...headers } };
  };

  test('says how late a signature is', () => {
    const sent = signedBy('ecs');
    const at = (now: number) => () => signatureOf(sent, now).check(querySignatureRefusals, '{}');
    at(NOW + 15 * 60_000)();
    expect(at(NOW + 16 * 60_000)).toThrow(
      'Signature expired: 20260131T120000Z is now earlier than 20260131T120100Z (20260131T121600Z - 15 min.)',
    );
    at(NOW - 5 * 60_000)();
    expect(at(NOW - 6 * 60_000)).toThrow(
      'Signature not yet current: 20260131T120000Z is still later than 20260131T115900Z (20260131T115400Z + 5 min.)',
    );
    const skewed = () => signatureOf(signedBy('s3'), NOW + 16 * 60_000).check(s3SignatureRefusals, '{}');
    expect(codeOf(skewed)).toBe('RequestTimeTooSkewed');
  });

  test.each([
    [jsonSignatureRefusals, 'MissingAuthenticationTokenException', 'UnrecognizedClientException'],
    [querySignatureRefusals, 'MissingAuthenticationToken', 'InvalidClientTokenId'],
    [s3SignatureRefusals, 'AccessDenied', 'InvalidAccessKeyId'],
  ])('refuses who has signed nothing, and whom nobody knows', (refusals, missing, unknown) => {
    const unsigned = { method: 'POST', url: '/', headers: { host: 'localhost' } };
    expect(codeOf(() => signatureOf(unsigned).check(refusals, ''))).toBe(missing);
    const other = signedBy('s3', { credentials: { accessKeyId: 'AKIDOTHER', secretAccessKey: SECRET } });
    expect(codeOf(() => signatureOf(other).check(refusals, '{}'))).toBe(unknown);
  });

  test('says for Amazon S3 what should have been signed', () => {
    const sent = signedBy('s3', { credentials: { accessKeyId: AKID, secretAccessKey: 'wrong' } });
    const refused = () => signatureOf(sent).check(s3SignatureRefusals, '{}');
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'SignatureDoesNotMatch',
        members: expect.objectContaining({
          AWSAccessKeyId: AKID,
          StringToSign: expect.stringMatching(/^AWS4-HMAC-SHA256\n20260131T120000Z\n/),
          CanonicalRequest: expect.stringMatching(/^POST\n\/\n\nhost:localhost\n/),
        }),
      }),
    );
  });

  test('refuses headers of Amazon S3 that are not signed, and a host that is not', () => {
    const sent = signedBy('s3');
    const more = { ...sent, headers: { ...sent.headers, 'x-amz-acl': 'public-read' } };
    expect(() => signatureOf(more).check(s3SignatureRefusals, '{}')).toThrow('which were not signed');
    const authorization = (sent.headers['authorization'] ?? '').replace('host;', '');
    const hostless = { ...sent, headers: { ...sent.headers, authorization } };
    expect(() => signatureOf(hostless).check(jsonSignatureRefusals, '{}')).toThrow("'Host' or ':authority'");
  });

  test('says that it cannot check SigV4a', () => {
    const headers = { host: 'localhost', authorization: 'AWS4-ECDSA-P256-SHA256 Credential=A/B/C' };
    const check = () => signatureOf({ method: 'GET', url: '/', headers }).check(jsonSignatureRefusals, '');
    expect(check).toThrow('SigV4a');
  });

  test('holds a body that streams against the hash that was signed', async () => {
    const read = async (body: string) => {
      const signature = signatureOf(signedBy('s3'));
      signature.check(s3SignatureRefusals, undefined);
      const pieces: Uint8Array[] = [];
      for await (const piece of signature.guard(streamOf(body))) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    };
    expect(await read('{}')).toBe('{}');
    await expect(read('{x')).rejects.toMatchObject({ code: 'XAmzContentSHA256Mismatch' });
  });
});

async function* streamOf(body: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(body);
}

describe('a body in signed chunks', () => {
  const PAYLOAD = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';

  function sent(change: (body: string) => string = (body) => body) {
    const request = { method: 'PUT', url: '/bucket/key', headers: { host: 'localhost' } };
    const signed = sign(request, {
      credentials,
      region: 'us-east-1',
      service: 's3',
      now: NOW,
      payloadHash: PAYLOAD,
    });
    const signatures = new ChunkSignatures(signed);
    let body = '';
    for (const chunk of ['hello ', 'world', '']) {
      signatures.add(Buffer.from(chunk));
      body += `${chunk.length.toString(16)};chunk-signature=${signatures.next()}\r\n${chunk}${chunk === '' ? '' : '\r\n'}`;
    }
    const trailer = 'x-amz-checksum-crc32c:sOO8/Q==';
    body += `${trailer}\r\nx-amz-trailer-signature:${signatures.trailer(`${trailer}\n`)}\r\n\r\n`;
    return { ...request, headers: { ...signed.headers }, body: change(body) };
  }

  async function read(request: ReturnType<typeof sent>): Promise<AwsChunkedBody & { text?: string }> {
    const signature = signatureOf(request);
    signature.check(s3SignatureRefusals, undefined);
    const body = new AwsChunkedBody(streamOf(request.body), 11, [], signature.chunks);
    let text = '';
    for await (const piece of body) text += Buffer.from(piece).toString();
    return Object.assign(body, { text });
  }

  test('is taken as it was signed', async () => {
    const body = await read(sent());
    expect(body.text).toBe('hello world');
    expect([...body.trailers]).toEqual([['x-amz-checksum-crc32c', 'sOO8/Q==']]);
  });

  test.each([
    ['bytes', (body: string) => body.replace('world', 'w0rld')],
    ['a signature', (body: string) => body.replace(/chunk-signature=../, 'chunk-signature=zz')],
    ['the last chunk', (body: string) => body.replace(/0;chunk-signature=\w+/, '0')],
    ['a trailer', (body: string) => body.replace('sOO8', 'tOO8')],
    [
      'the order',
      (body: string) => {
        const [first = '', second = ''] = body.match(/\d;chunk[^]*?\r\n[^]*?\r\n/g) ?? [];
        return body.replace(first + second, second + first);
      },
    ],
  ])('is refused where %s has changed', async (_, change) => {
    await expect(read(sent(change))).rejects.toMatchObject({
      code: expect.stringMatching(/SignatureDoesNotMatch|IncompleteBody/),
    });
  });
});

test('Signature Version 2 of a URL', () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
  const url = `/awsexamplebucket1/photos/puppy.jpg?AWSAccessKeyId=${AKID}&Expires=1175139620&Signature=x`;
  const query = new URLSearchParams(url.split('?')[1]);
  const toSign = stringToSignV2({ method: 'GET', url, headers: { host: 's3' } }, query, undefined);
  expect(toSign).toBe('GET\n\n\n1175139620\n/awsexamplebucket1/photos/puppy.jpg');
  const signature = signatureV2(SECRET, toSign);
  const signedUrl = url.replace('Signature=x', `Signature=${escaped(signature)}`);
  const check = (at: string) =>
    signatureOf({ method: 'GET', url: at, headers: { host: 's3' } }).check(s3SignatureRefusals, undefined);
  check(signedUrl);
  expect(() => check(signedUrl.replace('puppy', 'kitty'))).toThrow('Check your key and signing method.');
});
