import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ociIndex, sha256, testImage, testIndex } from '../../../support/ecr/images.ts';
import { errorsOf, startTestRegistry, type TestRegistry } from '../../../support/ecr/start.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create('keep/app');
});
afterAll(() => registry[Symbol.asyncDispose]());

const status = async (method: string, path: string): Promise<number> =>
  (await registry.call(method, path)).status;

describe('deleting', () => {
  test('a tag leaves the image', async () => {
    const image = testImage();
    await registry.push('keep/app', 'gone', image);
    expect(await status('DELETE', '/v2/keep/app/manifests/gone')).toBe(202);
    expect(await status('HEAD', '/v2/keep/app/manifests/gone')).toBe(404);
    expect(await status('HEAD', `/v2/keep/app/manifests/${image.digest}`)).toBe(200);
    expect(await status('DELETE', '/v2/keep/app/manifests/gone')).toBe(404);
  });

  test('a manifest takes its tags along', async () => {
    const image = testImage();
    await registry.push('keep/app', 'x', image);
    await registry.push('keep/app', 'y', image);
    expect(await status('DELETE', `/v2/keep/app/manifests/${image.digest}`)).toBe(202);
    for (const reference of ['x', 'y', image.digest]) {
      expect(await status('HEAD', `/v2/keep/app/manifests/${reference}`)).toBe(404);
    }
  });

  test('an image that a list names is refused while there is the list', async () => {
    const image = testImage();
    await registry.push('keep/app', image.digest, image);
    const list = testIndex([image]);
    await registry.putManifest('keep/app', 'list', list, ociIndex);
    const refused = await registry.call('DELETE', `/v2/keep/app/manifests/${image.digest}`);
    expect(refused.status).toBe(405);
    expect(await errorsOf(refused)).toEqual([
      `UNSUPPORTED Requested image referenced by manifest list: [${sha256(list)}]`,
    ]);
    expect(await status('DELETE', `/v2/keep/app/manifests/${sha256(list)}`)).toBe(202);
    expect(await status('DELETE', `/v2/keep/app/manifests/${image.digest}`)).toBe(202);
  });

  test('a blob is done once no image needs it', async () => {
    const image = testImage();
    await registry.push('keep/app', 'needs', image);
    const blob = `/v2/keep/app/blobs/${sha256(image.layer)}`;
    const refused = await registry.call('DELETE', blob);
    expect(refused.status).toBe(405);
    expect(await errorsOf(refused)).toEqual([
      `UNSUPPORTED the blob is part of the image ${image.digest}: delete that first`,
    ]);
    await registry.call('DELETE', `/v2/keep/app/manifests/${image.digest}`);
    expect(await status('DELETE', blob)).toBe(202);
    expect(await status('HEAD', blob)).toBe(404);
    expect(await status('DELETE', blob)).toBe(404);
  });
});

describe('who may', () => {
  const basic = (user: string, password: string): string =>
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  test('those with a token', async () => {
    const answer = await registry.call('GET', '/v2/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('docker-distribution-api-version')).toBe('registry/2.0');
  });

  test.each([
    ['nobody', null],
    ['a wrong password', basic('AWS', 'wrong')],
    ['a token that was changed', basic('AWS', 'W10.x')],
    ['another user', basic('root', 'wrong')],
    ['another scheme', 'Bearer x'],
  ])('not %s, to pull or to push', async (_, authorization) => {
    const digest = await registry.pushBlob('keep/app', randomBytes(9));
    for (const [method, path] of [
      ['GET', '/v2/'],
      ['GET', `/v2/keep/app/blobs/${digest}`],
      ['POST', '/v2/keep/app/blobs/uploads/'],
    ] as const) {
      const answer = await registry.call(method, path, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(
        /^Basic realm="http:\/\/127\.0\.0\.1:\d+\/",service="ecr\.amazonaws\.com"$/,
      );
      expect((await errorsOf(answer))[0]).toMatch(/^UNAUTHORIZED /);
    }
  });

  test('the host name says whose registry is meant, as in AWS', async () => {
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { host, authorization: registry.authorization };
        get(new URL('/v2/keep/app/tags/list', registry.endpoint), { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on('error', reject);
      });
    const port = new URL(registry.endpoint).port;
    expect(await ask(`000000000000.dkr.ecr.us-east-1.localhost:${port}`)).toBe(200);
    expect(await ask(`000000000000.dkr.ecr.eu-west-1.localhost:${port}`)).toBe(404);
    expect(await ask(`000000000000.dkr.ecr.us-east-1.amazonaws.com`)).toBe(403);
  });

  test('not web pages', async () => {
    const answer = await registry.call('GET', '/v2/', { headers: { origin: 'http://evil.test' } });
    expect(answer.status).toBe(403);
  });
});

test.each([
  ['GET', '/v2/keep/app/what', 404],
  ['GET', '/v2x', 404],
  ['PUT', '/v2/', 405],
  ['PUT', '/v2/keep/app/blobs/uploads/', 405],
])('%s %s answers %i', async (method, path, expected) => {
  expect(await status(method, path)).toBe(expected);
});
