import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { send, signed } from '../../contract/wire/http.ts';
import { type ServerProcess, startServer, temporaryDirectory } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

const args = ['--backend', 'simulated'];
const bytesOf = ({ installation }: ServerProcess): string => join(tmpdir(), `longshore-s3-${installation}`);

async function putSomething(server: ServerProcess): Promise<void> {
  for (const path of ['/some-bucket', '/some-bucket/key']) {
    const answer = await send(server.endpoint, { method: 'PUT', path, headers: signed('s3'), body: '' });
    expect(answer.status).toBe(200);
  }
  expect(existsSync(bytesOf(server))).toBe(true);
}

test('without a data directory, objects end with the server', async () => {
  await using server = await startServer({ args });
  await putSomething(server);
  await server.stop();
  expect(existsSync(bytesOf(server))).toBe(false);
});

test('the objects of a server that was killed go with the next', async () => {
  await using home = await temporaryDirectory();
  const killed = await startServer({ args, home: home.path });
  await putSomething(killed);
  await killed.crash();
  expect(existsSync(bytesOf(killed))).toBe(true);
  await using _next = await startServer({ args, home: home.path });
  await waitFor('the objects to go', () => (existsSync(bytesOf(killed)) ? undefined : true));
});
