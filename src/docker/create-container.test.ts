import { expect, test } from 'vitest';
import { type FakeRequest, startFakeEngine } from '../../test/support/docker/fake-engine.ts';
import { createEngineClient } from './client.ts';

const config = {
  Image: 'web',
  HostConfig: { NetworkMode: 'vpc' },
  NetworkingConfig: {
    EndpointsConfig: { 'link local': {}, vpc: { IPAMConfig: { IPv4Address: '172.31.0.9' } } },
  },
};

function calls(requests: readonly FakeRequest[]): readonly (readonly [string, unknown])[] {
  return requests
    .filter(({ url }) => url !== '/_ping')
    .map(
      ({ method, url, body }) => [`${method} ${url}`, body === '' ? undefined : JSON.parse(body)] as const,
    );
}

test('from 1.44 on, all networks go into the one call', async () => {
  await using engine = await startFakeEngine({
    apiVersion: '1.44',
    answer: (_request, response) => response.writeHead(201).end('{"Id":"c1","Warnings":[]}'),
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await client.containers.create(config, { name: 'n' });
  expect(calls(engine.requests)).toEqual([['POST /v1.44/containers/create?name=n', config]]);
});

test('below 1.44 the network of NetworkMode is created with, the others are connected', async () => {
  await using engine = await startFakeEngine({
    answer: (_request, response) => response.writeHead(201).end('{"Id":"c1","Warnings":[]}'),
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  expect((await client.containers.create(config)).Id).toBe('c1');
  expect(calls(engine.requests)).toEqual([
    [
      'POST /v1.41/containers/create',
      {
        ...config,
        NetworkingConfig: { EndpointsConfig: { vpc: config.NetworkingConfig.EndpointsConfig.vpc } },
      },
    ],
    ['POST /v1.41/networks/link%20local/connect', { Container: 'c1', EndpointConfig: {} }],
  ]);
});

test('when a network cannot be connected, no container is left behind', async () => {
  await using engine = await startFakeEngine({
    answer: ({ method, url }, response) => {
      if (url.includes('/connect')) response.writeHead(404).end('{"message":"network link local not found"}');
      else response.writeHead(method === 'DELETE' ? 204 : 201).end('{"Id":"c1","Warnings":[]}');
    },
  });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await expect(client.containers.create(config)).rejects.toMatchObject({
    kind: 'not-found',
    message: 'network link local not found',
  });
  expect(calls(engine.requests).at(-1)?.[0]).toBe('DELETE /v1.41/containers/c1?force=true&v=true');
});

test('a platform is refused where the engine would not heed it', async () => {
  await using engine = await startFakeEngine({ apiVersion: '1.40' });
  await using client = createEngineClient({ endpoint: engine.endpoint });
  await expect(client.containers.create({ Image: 'web' }, { platform: 'linux/arm64' })).rejects.toMatchObject(
    {
      kind: 'bad-request',
    },
  );
  expect(calls(engine.requests)).toEqual([]);
});
