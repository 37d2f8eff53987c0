import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';

test('LogDriverOptions: driver and options are the engine’s, and the output stays readable', async () => {
  await using harness = await engineHarness();
  const log = { driver: 'json-file', options: { 'max-size': '1m', 'max-file': '3' } };
  const arn = harness.run([container({ name: 'app', command: sh('echo heard'), log })]);
  await harness.stopped(arn);
  expect((await harness.inspect(arn, 'app')).HostConfig.LogConfig).toEqual({
    Type: 'json-file',
    Config: log.options,
  });
  expect((await harness.logs(arn, 'app')).map(({ text }) => text)).toEqual(['heard']);
});

test('FluentdTag: what a container writes arrives under the tag of its definition', async () => {
  await using harness = await engineHarness();
  const { promise: received, resolve } = Promise.withResolvers<string>();
  let bytes = '';
  // Fluentd's protocol is msgpack: texts stand in it as they are.
  const fluentd = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.toString('latin1');
      if (bytes.includes('hello fluentd')) resolve(bytes);
    });
  }).listen(0, '127.0.0.1');
  try {
    await once(fluentd, 'listening');
    const address = fluentd.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const options = { 'fluentd-address': `127.0.0.1:${address.port}`, tag: 'ecs.{{.Name}}.{{.FullID}}' };
    const command = sh('echo hello fluentd; sleep 60');
    const arn = harness.run([
      container({ name: 'app', command, stopTimeout: 1, log: { driver: 'fluentd', options } }),
    ]);
    const told = await received;
    const { Name: name, Id: id } = await harness.inspect(arn, 'app');
    expect(told).toContain(`ecs.${name.slice(1)}.${id}`);
    harness.stop(arn);
    await harness.stopped(arn);
  } finally {
    fluentd.close();
  }
});

test('a driver that the engine has not ends the task with its words', async () => {
  await using harness = await engineHarness();
  const log = { driver: 'no-such-driver', options: {} };
  const task = await harness.stopped(harness.run([container({ name: 'app', command: obedient, log })]));
  expect(task.containers[0]?.reason).toMatch(/^Cannot(Create|Start)ContainerError: .*no-such-driver/);
});
