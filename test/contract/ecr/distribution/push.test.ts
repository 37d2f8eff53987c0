import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dockerList,
  dockerManifest,
  sha256,
  sha512,
  testImage,
  testIndex,
} from '../../../support/ecr/images.ts';
import { errorsOf, startTestRegistry, type TestRegistry } from '../../../support/ecr/start.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create('push/app', 'push/other', 'push/empty');
});
afterAll(() => registry[Symbol.asyncDispose]());

const uploads = '/v2/push/app/blobs/uploads/';
const stream = { 'content-type': 'application/octet-stream' };

async function begin(): Promise<string> {
  const answer = await registry.call('POST', uploads);
  expect(answer.status).toBe(202);
  expect(answer.headers.get('docker-upload-uuid')).toMatch(/^[0-9a-f-]{36}$/);
  return answer.headers.get('location') ?? '';
}

const put = (location: string, digest: string, body?: Uint8Array): Promise<Response> =>
  registry.call('PUT', `${location}?digest=${digest}`, {
    headers: stream,
    ...(body === undefined ? {} : { body }),
  });

describe('a blob', () => {
  test('is uploaded in one POST', async () => {
    const blob = randomBytes(3000);
    const answer = await registry.call('POST', `${uploads}?digest=${sha256(blob)}`, {
      body: blob,
      headers: stream,
    });
    expect(answer.status).toBe(201);
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe(`/v2/push/app/blobs/${sha256(blob)}`);
    expect(Buffer.from(await (await registry.call('GET', location)).arrayBuffer())).toEqual(blob);
  });

  test('is uploaded by POST and PUT', async () => {
    const blob = randomBytes(2_500_000);
    const answer = await put(await begin(), sha256(blob), blob);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('docker-content-digest')).toBe(sha256(blob));
    const read = await registry.call('GET', answer.headers.get('location') ?? '');
    expect(sha256(new Uint8Array(await read.arrayBuffer()))).toBe(sha256(blob));
  });

  test('is uploaded with a digest of sha512', async () => {
    const blob = randomBytes(300);
    expect((await put(await begin(), sha512(blob), blob)).status).toBe(201);
    expect(
      (await registry.call('HEAD', `/v2/push/app/blobs/${sha512(blob)}`)).headers.get('content-length'),
    ).toBe('300');
  });

  test('of no bytes is one too', async () => {
    expect((await put(await begin(), sha256(''))).status).toBe(201);
    const read = await registry.call('GET', `/v2/push/app/blobs/${sha256('')}`);
    expect(await read.text()).toBe('');
  });

  test('is uploaded in chunks, of which each tells how far it came', async () => {
    const blob = randomBytes(900);
    const location = await begin();
    for (const [start, end] of [
      [0, 299],
      [300, 599],
    ] as const) {
      const chunk = await registry.call('PATCH', location, {
        body: blob.subarray(start, end + 1),
        headers: { ...stream, 'content-range': `${start}-${end}` },
      });
      expect(chunk.status).toBe(202);
      expect(chunk.headers.get('range')).toBe(`0-${end}`);
      expect(chunk.headers.get('location')).toBe(location);
    }
    expect((await put(location, sha256(blob), blob.subarray(600))).status).toBe(201);
  });

  test.each([
    ['behind a gap', '400-699'],
    ['again', '0-299'],
  ])('a chunk that comes %s is refused with 416, and what is there stays', async (_, range) => {
    const blob = randomBytes(700);
    const location = await begin();
    const first = { body: blob.subarray(0, 300), headers: { ...stream, 'content-range': '0-299' } };
    await registry.call('PATCH', location, first);
    const [start = 0, end = 0] = range.split('-').map(Number);
    const body = blob.subarray(start, end + 1);
    const refused = await registry.call('PATCH', location, {
      body,
      headers: { ...stream, 'content-range': range },
    });
    expect(refused.status).toBe(416);
    expect(refused.headers.get('range')).toBe('0-299');
    expect(await errorsOf(refused)).toEqual([
      `BLOB_UPLOAD_INVALID the chunk begins at ${start}, but 300 bytes were received`,
    ]);
    expect((await put(location, sha256(blob), blob.subarray(300))).status).toBe(201);
  });

  test.each([
    ['x', 'BLOB_UPLOAD_INVALID the Content-Range x is malformed'],
    ['0-9', 'SIZE_INVALID Content-Length and Content-Range differ'],
  ])('a chunk with the Content-Range %s is refused', async (range, error) => {
    const headers = { ...stream, 'content-range': range };
    const refused = await registry.call('PATCH', await begin(), { body: 'four', headers });
    expect(refused.status).toBe(400);
    expect(await errorsOf(refused)).toEqual([error]);
  });

  test('that is cut off half-way cannot be pulled, and is resumed where it stopped', async () => {
    const blob = randomBytes(400_000);
    const location = await begin();
    await registry.cutOff('PATCH', location, blob.subarray(0, 100_000), blob.length);
    let received = 0;
    // The server hears of the end when its kernel does: nothing tells this side when that was.
    while (received === 0) {
      const status = await registry.call('GET', location);
      expect(status.status).toBe(204);
      received = Number(status.headers.get('range')?.split('-')[1]);
      if (received === 0) await sleep(5);
    }
    expect(received).toBeLessThan(100_000);
    expect((await registry.call('HEAD', `/v2/push/app/blobs/${sha256(blob)}`)).status).toBe(404);
    let rest = blob.subarray(received + 1);
    let finished = await put(location, sha256(blob), rest);
    while (finished.status === 409) {
      rest = blob.subarray(received + 1);
      await sleep(5);
      finished = await put(location, sha256(blob), rest);
    }
    expect(finished.status).toBe(201);
  });

  test('that is not what its digest says is not stored, and the upload is over', async () => {
    const location = await begin();
    const refused = await put(location, sha256('other'), randomBytes(100));
    expect(refused.status).toBe(400);
    expect(await errorsOf(refused)).toEqual([
      'DIGEST_INVALID provided digest did not match uploaded content',
    ]);
    expect((await registry.call('HEAD', `/v2/push/app/blobs/${sha256('other')}`)).status).toBe(404);
    expect((await registry.call('GET', location)).status).toBe(404);
  });

  test.each([
    '',
    'sha256:abc',
    'md5:d41d8cd98f00b204e9800998ecf8427e',
    `sha256:${'G'.repeat(64)}`,
    '../../etc',
  ])('the digest "%s" is refused', async (digest) => {
    const refused = await put(await begin(), encodeURIComponent(digest), randomBytes(10));
    expect(refused.status).toBe(400);
    expect((await errorsOf(refused))[0]).toMatch(/^DIGEST_INVALID /);
  });

  test('an upload is given up by DELETE', async () => {
    const location = await begin();
    expect((await registry.call('DELETE', location)).status).toBe(204);
    const gone = await registry.call('PATCH', location, { body: 'x', headers: stream });
    expect(gone.status).toBe(404);
    expect(await errorsOf(gone)).toEqual(['BLOB_UPLOAD_UNKNOWN blob upload unknown to registry']);
  });

  test('an upload belongs to its repository', async () => {
    const location = (await begin()).replace('/app/', '/other/');
    expect((await registry.call('GET', location)).status).toBe(404);
  });

  test('is mounted from another repository, and uploaded where that has none', async () => {
    const digest = await registry.pushBlob('push/app', randomBytes(50));
    const target = '/v2/push/other/blobs/';
    expect((await registry.call('HEAD', `${target}${digest}`)).status).toBe(404);
    const mounted = await registry.call('POST', `${target}uploads/?mount=${digest}&from=push/app`);
    expect(mounted.status).toBe(201);
    expect(mounted.headers.get('location')).toBe(`${target}${digest}`);
    expect((await registry.call('HEAD', `${target}${digest}`)).status).toBe(200);
    const absent = await registry.call('POST', `${target}uploads/?mount=${sha256('none')}&from=push/app`);
    expect(absent.status).toBe(202);
    const elsewhere = await registry.call('POST', `${target}uploads/?mount=${digest}&from=push/empty`);
    expect(elsewhere.status).toBe(202);
  });
});

describe('a manifest', () => {
  test('is put by tag and by digest', async () => {
    const image = testImage();
    await registry.push('push/app', 'one', image);
    const answer = await registry.putManifest('push/app', image.digest, image.manifest, image.mediaType);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v2/push/app/manifests/${image.digest}`);
    expect(answer.headers.get('docker-content-digest')).toBe(image.digest);
  });

  test.each([
    ['Docker', dockerManifest, dockerList],
    ['OCI', undefined, undefined],
  ])('lists of images are put, those of %s', async (_, manifestType, listType) => {
    const image = testImage({}, manifestType);
    const list = testIndex([image], listType);
    const type = listType ?? 'application/vnd.oci.image.index.v1+json';
    const early = await registry.putManifest('push/app', 'list', list, type);
    expect(early.status).toBe(404);
    expect(await errorsOf(early)).toEqual([
      `MANIFEST_BLOB_UNKNOWN Images with digests '[${image.digest}]' required for pushing image into repository with name 'push/app' in the registry with id '000000000000' do not exist`,
    ]);
    await registry.push('push/app', image.digest, image);
    expect((await registry.putManifest('push/app', 'list', list, type)).status).toBe(201);
  });

  test('whose layers are not there is refused', async () => {
    const image = testImage();
    await registry.pushBlob('push/app', image.config);
    const answer = await registry.putManifest('push/app', 'early', image.manifest, image.mediaType);
    expect(answer.status).toBe(404);
    expect(await errorsOf(answer)).toEqual([
      `MANIFEST_BLOB_UNKNOWN Layers with digests '[${sha256(image.layer)}]' required for pushing image into repository with name 'push/app' in the registry with id '000000000000' do not exist`,
    ]);
  });

  test.each([
    ['no JSON', 'x'],
    ['no object', '[]'],
    ['of an old schema', '{"schemaVersion":1}'],
    ['without a configuration', '{"schemaVersion":2,"layers":[]}'],
    [
      'whose layers are no list',
      '{"schemaVersion":2,"config":{"mediaType":"a","digest":"b","size":1},"layers":1}',
    ],
    ['of another media type than stated', '{"schemaVersion":2,"mediaType":"text/plain","layers":[]}'],
  ])('%s is refused', async (_, manifest) => {
    const answer = await registry.putManifest('push/app', 'bad', manifest, testImage().mediaType);
    expect(answer.status).toBe(400);
    expect((await errorsOf(answer))[0]).toMatch(/^MANIFEST_INVALID /);
    expect((await registry.call('HEAD', '/v2/push/app/manifests/bad')).status).toBe(404);
  });

  test('under a digest that is not its own is refused', async () => {
    const image = testImage();
    await registry.push('push/app', 'own', image);
    const answer = await registry.putManifest('push/app', sha256('x'), image.manifest, image.mediaType);
    expect(answer.status).toBe(400);
    expect((await errorsOf(answer))[0]).toMatch(/^DIGEST_INVALID /);
  });

  test('under a tag that is none is refused', async () => {
    const answer = await registry.putManifest(
      'push/app',
      '.dot',
      testImage().manifest,
      testImage().mediaType,
    );
    expect(answer.status).toBe(400);
    expect(await errorsOf(answer)).toEqual(['TAG_INVALID the tag is invalid']);
  });

  test('of more than four MiB is refused', async () => {
    const answer = await registry.putManifest(
      'push/app',
      'big',
      ' '.repeat(4 * 1024 * 1024 + 1),
      testImage().mediaType,
    );
    expect(answer.status).toBe(413);
  });

  test('with a subject is told in OCI-Subject, whether that is there or not', async () => {
    const subject = { mediaType: testImage().mediaType, digest: sha256('subject'), size: 7 };
    const image = testImage({ subject });
    await registry.pushBlob('push/app', image.config);
    await registry.pushBlob('push/app', image.layer);
    const answer = await registry.putManifest('push/app', 'signature', image.manifest, image.mediaType);
    expect(answer.headers.get('oci-subject')).toBe(subject.digest);
  });
});

test('a repository that there is not is refused in ECR’s words', async () => {
  const answer = await registry.call('POST', '/v2/push/nowhere/blobs/uploads/');
  expect(answer.status).toBe(404);
  expect(await errorsOf(answer)).toEqual([
    "NAME_UNKNOWN The repository with name 'push/nowhere' does not exist in the registry with id '000000000000'",
  ]);
  const invalid = await registry.call('POST', '/v2/Push/blobs/uploads/');
  expect(invalid.status).toBe(400);
  expect(await errorsOf(invalid)).toEqual(['NAME_INVALID invalid repository name']);
});
