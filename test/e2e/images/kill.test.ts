import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { sha256, testImage } from '../../support/ecr/images.ts';
import { pushing } from '../../support/e2e/docker.ts';
import { startServer, temporaryDirectory } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

test('an upload in whose midst the server is killed can be resumed, and nothing of it can be pulled', async () => {
  await using data = await temporaryDirectory();
  const args = ['--data-dir', data.path];
  const blob = randomBytes(8_000_000);
  const path = `/v2/kept/blobs/${sha256(blob)}`;
  const image = testImage();
  let location = '';
  let authorization = '';
  {
    await using server = await startServer({ args });
    using registry = pushing(server.endpoint);
    await registry.create('kept');
    const { authorizationData } = await registry.ecr.send(new GetAuthorizationTokenCommand({}));
    authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    const call = (
      method: string,
      where: string,
      body?: Uint8Array | string,
      type = 'application/octet-stream',
    ): Promise<Response> =>
      fetch(new URL(where, server.endpoint), {
        method,
        headers: { authorization, 'content-type': type },
        ...(body === undefined ? {} : { body }),
      });
    for (const part of [image.config, image.layer]) {
      await call('POST', `/v2/kept/blobs/uploads/?digest=${sha256(part)}`, part);
    }
    expect((await call('PUT', '/v2/kept/manifests/v1', image.manifest, image.mediaType)).status).toBe(201);
    location = (await call('POST', '/v2/kept/blobs/uploads/')).headers.get('location') ?? '';
    const sending = request(new URL(location, server.endpoint), {
      method: 'PATCH',
      headers: { authorization, 'content-length': blob.length, 'content-type': 'application/octet-stream' },
    });
    const broken = new Promise((resolve) => sending.once('error', resolve));
    sending.write(blob.subarray(0, 5_000_000));
    await waitFor('half of it to arrive', async () => {
      const range = (await call('GET', location)).headers.get('range');
      return Number(range?.split('-')[1]) > 1_000_000 ? true : undefined;
    });
    await server.crash();
    await broken;
  }
  await using server = await startServer({ args });
  const call = (method: string, where: string, body?: Uint8Array): Promise<Response> =>
    fetch(new URL(where, server.endpoint), {
      method,
      // The token outlives the restart too.
      headers: { authorization, 'content-type': 'application/octet-stream' },
      ...(body === undefined ? {} : { body }),
    });
  expect(await (await call('GET', '/v2/kept/manifests/v1')).text()).toBe(image.manifest);
  const layer = await call('GET', `/v2/kept/blobs/${sha256(image.layer)}`);
  expect(sha256(new Uint8Array(await layer.arrayBuffer()))).toBe(sha256(image.layer));
  expect((await call('HEAD', path)).status).toBe(404);
  const status = await call('GET', location);
  expect(status.status).toBe(204);
  const received = Number(status.headers.get('range')?.split('-')[1]) + 1;
  expect(received).toBeGreaterThan(1_000_000);
  const put = await call('PUT', `${location}?digest=${sha256(blob)}`, blob.subarray(received));
  expect(put.status).toBe(201);
  expect(sha256(new Uint8Array(await (await call('GET', path)).arrayBuffer()))).toBe(sha256(blob));
  expect(await readdir(join(data.path, 'ecr', 'uploads'))).toEqual([]);
});

test('what an ephemeral server kept of images when it was killed, the next one removes', async () => {
  await using home = await temporaryDirectory();
  const push = async (endpoint: string): Promise<void> => {
    using registry = pushing(endpoint);
    await registry.create('gone');
    const { authorizationData } = await registry.ecr.send(new GetAuthorizationTokenCommand({}));
    const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
    const url = new URL(`/v2/gone/blobs/uploads/?digest=${sha256('layer')}`, endpoint);
    expect((await fetch(url, { method: 'POST', headers, body: 'layer' })).status).toBe(201);
  };
  const kept = (installation: string): string => join(tmpdir(), `longshore-ecr-${installation}`);
  const killed = await startServer({ home: home.path });
  await push(killed.endpoint);
  expect(existsSync(kept(killed.installation))).toBe(true);
  await killed.crash();
  const next = await startServer({ home: home.path });
  await waitFor('the images to be removed', () => (existsSync(kept(killed.installation)) ? undefined : true));
  await push(next.endpoint);
  await next.stop();
  expect(existsSync(kept(next.installation))).toBe(false);
});
