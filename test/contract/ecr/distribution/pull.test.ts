import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dockerManifest, sha256, sha512, testImage, testIndex } from '../../../support/ecr/images.ts';
import { errorsOf, startTestRegistry, type TestRegistry } from '../../../support/ecr/start.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create('pull/app', 'pull/other');
});
afterAll(() => registry[Symbol.asyncDispose]());

describe('a blob', () => {
  test('is read whole, and its size without it', async () => {
    const blob = randomBytes(3_000_000);
    const path = `/v2/pull/app/blobs/${await registry.pushBlob('pull/app', blob)}`;
    const head = await registry.call('HEAD', path);
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe('3000000');
    expect(head.headers.get('docker-content-digest')).toBe(sha256(blob));
    expect(await head.text()).toBe('');
    const read = await registry.call('GET', path);
    expect(read.headers.get('content-length')).toBe('3000000');
    expect(sha256(new Uint8Array(await read.arrayBuffer()))).toBe(sha256(blob));
  });

  test.each([
    ['bytes=0-9', 206, 'bytes 0-9/1000', [0, 10]],
    ['bytes=990-', 206, 'bytes 990-999/1000', [990, 1000]],
    ['bytes=-5', 206, 'bytes 995-999/1000', [995, 1000]],
    ['bytes=990-2000', 206, 'bytes 990-999/1000', [990, 1000]],
    ['bytes=9-1', 200, null, [0, 1000]],
    ['lines=1-2', 200, null, [0, 1000]],
    ['bytes=1000-', 416, 'bytes */1000', undefined],
  ])('is read in part: %s', async (range, status, contentRange, part) => {
    const blob = randomBytes(1000);
    const path = `/v2/pull/app/blobs/${await registry.pushBlob('pull/app', blob)}`;
    const answer = await registry.call('GET', path, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-range')).toBe(contentRange);
    if (part !== undefined) {
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(blob.subarray(...part));
    }
  });

  test('of another repository is unknown', async () => {
    const digest = await registry.pushBlob('pull/app', randomBytes(20));
    const answer = await registry.call('GET', `/v2/pull/other/blobs/${digest}`);
    expect(answer.status).toBe(404);
    expect(await errorsOf(answer)).toEqual(['BLOB_UNKNOWN blob unknown to registry']);
  });

  test.each(['sha256:short', '..%2f..%2fetc%2fpasswd'])('the digest %s is refused', async (digest) => {
    const answer = await registry.call('GET', `/v2/pull/app/blobs/${digest}`);
    expect([400, 404]).toContain(answer.status);
    expect(await answer.text()).toContain('"errors"');
  });
});

describe('a manifest', () => {
  test.each([undefined, dockerManifest])('is read by tag and by digest, to the byte', async (type) => {
    const image = testImage({}, type);
    await registry.push('pull/app', 'v1', image);
    for (const reference of ['v1', image.digest]) {
      const path = `/v2/pull/app/manifests/${reference}`;
      const answer = await registry.call('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(image.mediaType);
      expect(answer.headers.get('docker-content-digest')).toBe(image.digest);
      expect(await answer.text()).toBe(image.manifest);
      const head = await registry.call('HEAD', path);
      expect(head.status).toBe(200);
      expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(image.manifest)));
      expect(head.headers.get('docker-content-digest')).toBe(image.digest);
    }
  });

  test('is read by a digest of sha512 where it was put by one', async () => {
    const image = testImage();
    const digest = sha512(image.manifest);
    await registry.push('pull/app', digest, image);
    const answer = await registry.call('GET', `/v2/pull/app/manifests/${digest}`);
    expect(answer.headers.get('docker-content-digest')).toBe(digest);
    expect(await answer.text()).toBe(image.manifest);
  });

  test('with bytes beyond ASCII keeps its digest', async () => {
    const image = testImage({ annotations: { title: 'Größe — 船' } });
    await registry.push('pull/app', 'unicode', image);
    const answer = await registry.call('GET', '/v2/pull/app/manifests/unicode');
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(image.digest);
  });

  test('a list is read as it was put', async () => {
    const images = [testImage(), testImage()];
    for (const image of images) await registry.push('pull/app', image.digest, image);
    const list = testIndex(images);
    await registry.putManifest('pull/app', 'list', list, 'application/vnd.oci.image.index.v1+json');
    const answer = await registry.call('GET', '/v2/pull/app/manifests/list');
    expect(answer.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json');
    expect(await answer.text()).toBe(list);
  });

  test('a tag is moved to what was pushed last', async () => {
    const [first, second] = [testImage(), testImage()];
    await registry.push('pull/app', 'moving', first);
    await registry.push('pull/app', 'moving', second);
    const answer = await registry.call('HEAD', '/v2/pull/app/manifests/moving');
    expect(answer.headers.get('docker-content-digest')).toBe(second.digest);
    expect((await registry.call('HEAD', `/v2/pull/app/manifests/${first.digest}`)).status).toBe(200);
  });

  test.each(['none', sha256('none')])('%s is unknown in ECR’s words', async (reference) => {
    const answer = await registry.call('GET', `/v2/pull/app/manifests/${reference}`);
    expect(answer.status).toBe(404);
    expect(await errorsOf(answer)).toEqual(['MANIFEST_UNKNOWN Requested image not found']);
  });
});
