import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { busyboxImage, ensureBusyboxImage } from '../../../support/docker/busybox-image.ts';
import type { Suite } from '../suite.ts';

export function imageSuite({ engine, opened }: Suite): void {
  describe('images', () => {
    test('the test image is made once', async () => {
      const { client } = opened();
      const before = await client.images.inspect(busyboxImage);
      await ensureBusyboxImage(client);
      expect((await client.images.inspect(busyboxImage)).Id).toBe(before.Id);
      expect(before.Config?.Cmd).toEqual(['sh']);
    });

    test('tag, look, remove the tag', async () => {
      const { client } = opened();
      const name = `longshore-test/tagged:${opened().label.split('=')[1]}`;
      expect(await client.images.exists(name)).toBe(false);
      await client.images.tag(busyboxImage, name);
      expect(await client.images.exists(name)).toBe(true);
      await client.images.remove(name);
      expect(await client.images.exists(name)).toBe(false);
      expect(await client.images.exists(busyboxImage)).toBe(true);
    });

    test('a pull that fails says why in the engine’s words', async () => {
      const { client } = opened();
      await expect(client.images.pull('registry.invalid/none:1')).rejects.toMatchObject({
        kind: 'server',
        message: expect.stringMatching(/registry\.invalid.*(?:no such host|server misbehaving|timeout)/),
      });
    });

    test('creating from an image that is not there is not-found, with its name', async () => {
      const { client, container } = opened();
      const Image = 'longshore-test/absent:1';
      await expect(container({ Image })).rejects.toMatchObject({
        kind: 'not-found',
        message: expect.stringMatching(/no such image: .*longshore-test\/absent:1/i),
      });
      await expect(client.images.inspect(Image)).rejects.toMatchObject({ kind: 'not-found' });
    });

    test('builds from a context', async () => {
      const { client } = opened();
      const tag = `longshore-test/built:${opened().label.split('=')[1]}`;
      const context = pack();
      context.entry({ name: 'Dockerfile' }, `FROM ${busyboxImage}\nENV BUILT=yes\nCMD ["env"]\n`);
      context.finalize();
      const said: string[] = [];
      const id = await client.images.build(context.pipe(new PassThrough()), {
        tags: [tag],
        onProgress: ({ stream }) => void (stream !== undefined && said.push(stream)),
      });
      expect(said.join('')).toContain('FROM');
      const built = await client.images.inspect(tag);
      expect(built.Id.replace('sha256:', '')).toContain(id.replace('sha256:', ''));
      expect(built.Config?.Env).toContain('BUILT=yes');
      await client.images.remove(tag, { force: true });
    });

    test('a build that fails says why', async () => {
      const { client } = opened();
      const context = pack();
      context.entry({ name: 'Dockerfile' }, 'FRUM nothing\n');
      context.finalize();
      await expect(client.images.build(context.pipe(new PassThrough()))).rejects.toMatchObject({
        kind: engine === 'Docker Engine' ? 'bad-request' : 'server',
        message: expect.stringMatching(engine === 'Docker Engine' ? /FRUM/i : /no FROM statement/),
      });
    });
  });
}
