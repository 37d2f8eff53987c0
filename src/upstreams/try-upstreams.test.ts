import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { type Log, silentLog } from '../kernel/log.ts';
import { VirtualClock } from '../kernel/virtual-clock.ts';
import { tryUpstreams } from './try-upstreams.ts';

test('who cannot be reached is told once for each address, who answers anything is not', async () => {
  const asked: string[] = [];
  const there = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(403).end();
  });
  there.listen(0, '127.0.0.1');
  onTestFinished(() => void there.close());
  await once(there, 'listening');
  const address = there.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const free = gone.address();
  const freePort = typeof free === 'object' && free !== null ? free.port : 0;
  gone.close();
  await once(gone, 'close');

  const told: string[] = [];
  const both = Promise.withResolvers<void>();
  const hear = (): void => {
    if (told.length === 1 && asked.length === 1) both.resolve();
  };
  there.on('request', hear);
  const log: Log = {
    ...silentLog,
    warn: (_members: object, text: string) => {
      told.push(text);
      hear();
    },
  };
  const entries = [
    `sqs=http://127.0.0.1:${port}`,
    `s3=http://127.0.0.1:${freePort}`,
    `*=http://127.0.0.1:${freePort}`,
    'sns=aws',
    'logs=embedded',
  ];
  using _trial = tryUpstreams(entries, new VirtualClock(), log);
  await both.promise;
  expect(asked).toEqual(['HEAD /']);
  expect(told).toEqual([
    `The upstream of s3, http://127.0.0.1:${freePort}, cannot be reached: the connection is refused (ECONNREFUSED).`,
  ]);
});
