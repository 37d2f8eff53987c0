import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256, testImage, type TestImage } from '../../../support/ecr/images.ts';
import { errorsOf, startTestRegistry, type TestRegistry } from '../../../support/ecr/start.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startTestRegistry();
  await registry.create('find/app', 'find/empty');
});
afterAll(() => registry[Symbol.asyncDispose]());

describe('tags', () => {
  test('are listed in order, page by page', async () => {
    const image = testImage();
    for (const tag of ['c', 'a', 'b', 'B', '1']) await registry.push('find/app', tag, image);
    const all = await registry.call('GET', '/v2/find/app/tags/list');
    expect(await all.json()).toEqual({ name: 'find/app', tags: ['1', 'B', 'a', 'b', 'c'] });
    expect(all.headers.get('link')).toBeNull();

    const seen: string[] = [];
    let path: string | undefined = '/v2/find/app/tags/list?n=2';
    while (path !== undefined) {
      const page: Response = await registry.call('GET', path);
      const { tags } = (await page.json()) as { tags: string[] };
      expect(tags.length).toBeLessThanOrEqual(2);
      seen.push(...tags);
      path = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['1', 'B', 'a', 'b', 'c']);
  });

  test('begin behind `last`, which need not be there', async () => {
    const answer = await registry.call('GET', '/v2/find/app/tags/list?last=aa&n=9');
    expect(await answer.json()).toMatchObject({ tags: ['b', 'c'] });
  });

  test('none are asked for with n=0, and none are there', async () => {
    expect(await (await registry.call('GET', '/v2/find/app/tags/list?n=0')).json()).toMatchObject({
      tags: [],
    });
    expect(await (await registry.call('GET', '/v2/find/empty/tags/list')).json()).toEqual({
      name: 'find/empty',
      tags: [],
    });
  });

  test('a number that is none is refused', async () => {
    const answer = await registry.call('GET', '/v2/find/app/tags/list?n=-1');
    expect(answer.status).toBe(400);
    expect(await errorsOf(answer)).toEqual(['PAGINATION_NUMBER_INVALID n is no number of results']);
  });
});

test('repositories are listed', async () => {
  const answer = await registry.call('GET', '/v2/_catalog?n=1');
  expect(await answer.json()).toEqual({ repositories: ['find/app'] });
  expect(answer.headers.get('link')).toBe('</v2/_catalog?n=1&last=find%2Fapp>; rel="next"');
});

describe('referrers', () => {
  const subject = testImage();
  let signature: TestImage;
  let bom: TestImage;
  const path = `/v2/find/app/referrers/${subject.digest}`;
  beforeAll(async () => {
    await registry.push('find/app', 'subject', subject);
    const to = { mediaType: subject.mediaType, digest: subject.digest, size: subject.manifest.length };
    signature = testImage({ subject: to, artifactType: 'test/signature', annotations: { by: 'me' } });
    bom = testImage({ subject: to });
    await registry.push('find/app', 'signature', signature);
    await registry.push('find/app', 'bom', bom);
  });

  interface Index {
    readonly mediaType: string;
    readonly manifests: readonly { readonly digest: string; readonly artifactType: string }[];
  }

  test('are an index of what points to an image', async () => {
    const answer = await registry.call('GET', path);
    expect(answer.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json');
    const index = (await answer.json()) as Index;
    expect(index).toMatchObject({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' });
    expect(index.manifests).toContainEqual({
      mediaType: signature.mediaType,
      digest: signature.digest,
      size: signature.manifest.length,
      artifactType: 'test/signature',
      annotations: { by: 'me' },
    });
    // Without a type of its own, that of its configuration.
    expect(index.manifests.find(({ digest }) => digest === bom.digest)?.artifactType).toBe(
      'application/vnd.oci.image.config.v1+json',
    );
    expect(index.manifests).toHaveLength(2);
  });

  test('are filtered by their type, and it is said', async () => {
    const answer = await registry.call('GET', `${path}?artifactType=test/signature`);
    expect(answer.headers.get('oci-filters-applied')).toBe('artifactType');
    const index = (await answer.json()) as Index;
    expect(index.manifests.map(({ digest }) => digest)).toEqual([signature.digest]);
  });

  test('of what is not there are none', async () => {
    const answer = await registry.call('GET', `/v2/find/app/referrers/${sha256('none')}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ manifests: [] });
    expect((await registry.call('GET', '/v2/find/app/referrers/sha256:x')).status).toBe(400);
  });
});
