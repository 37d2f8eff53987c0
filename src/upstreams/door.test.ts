import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { Connections } from './connections.ts';
import { UpstreamDoor } from './door.ts';
import type { SignAnew } from './sign-anew.ts';
import { readUpstreams } from './upstreams.ts';

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** Tells by a header who has signed. */
const signs =
  (name: string): SignAnew =>
  ({ url, head }) =>
    Promise.resolve({
      url,
      head: { method: head.method, path: '/', headers: ['Host', url.host, 'x-signer', name] },
      body: new Uint8Array(),
    });

test.each([
  ['a client', undefined, true, 'profile'],
  ['a task', '/aws/b/k', true, 'task'],
  ['a task whose session only Longshore knows', '/aws/b/k', false, 'profile'],
])('the call of %s is signed as it may be', async (_, signedUrl, isTasksOwnKnown, signer) => {
  const upstream = await listening((request, response) => response.end(request.headers['x-signer']));
  const clock = new VirtualClock();
  using connections = new Connections(clock);
  const door = new UpstreamDoor({
    upstreams: readUpstreams([`s3=${upstream}`]),
    embedded: new Set(),
    connections,
    signAnew: signs('profile'),
    signAgain: signs('task'),
    isTasksOwnKnown,
    defaultRegion: 'us-east-1',
    id: 'one',
    clock,
    log: silentLog,
  });
  const { signal } = new AbortController();
  const front = await listening((request, response) => {
    const { headers, method = '', url = '' } = request;
    const call = door.find({ headers, method, url, ...(signedUrl !== undefined && { signedUrl }) });
    void call?.answer(request, response, { requestId: '1', signal, awaitsContinue: false });
  });
  const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/s3/aws4_request, Signature=x';
  const answer = await fetch(`${front}/b/k`, { headers: { authorization, connection: 'close' } });
  expect(await answer.text()).toBe(signer);
});
