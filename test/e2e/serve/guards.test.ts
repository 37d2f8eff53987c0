import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** `fetch` would not send these headers. */
function create(server: ServerProcess, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port: server.port,
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonEC2ContainerServiceV20141113.CreateCluster',
        ...headers,
      },
    });
    sent.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    sent.on('error', reject);
    sent.end('{"clusterName":"made"}');
  });
}

async function clusters(server: ServerProcess): Promise<unknown> {
  const answer = await fetch(server.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
    },
    body: '{}',
  });
  return answer.json();
}

test('a foreign Host or Origin is refused before any work', async () => {
  await using server = await startServer();
  const port = server.port;
  const refused: readonly Readonly<Record<string, string>>[] = [
    { host: 'attacker.example' },
    { host: `attacker.example:${port}` },
    { host: `127.0.0.1.attacker.example:${port}` },
    { host: `127.0.0.1:${port}`, origin: 'http://attacker.example' },
    { host: `127.0.0.1:${port}`, origin: 'null' },
  ];
  for (const headers of refused) {
    expect(await create(server, headers), JSON.stringify(headers)).toMatchObject({ status: 403 });
  }
  expect(await clusters(server)).toEqual({ clusterArns: [expect.stringMatching(/:cluster\/default$/)] });
});

test('its own names pass, and those that --allow-host adds', async () => {
  await using server = await startServer({ args: ['--allow-host', 'longshore.test'] });
  for (const name of ['localhost', '127.0.0.1', '[::1]', 'ecs.localhost', 'longshore.test']) {
    const host = `${name}:${server.port}`;
    expect(await create(server, { host }), host).toMatchObject({ status: 200 });
  }
});
