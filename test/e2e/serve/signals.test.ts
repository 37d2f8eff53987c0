import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell, stubborn, waits } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { runTask, taskIn } from '../../support/e2e/tasks.ts';

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s stops running tasks and leaves nothing',
  async (signal) => {
    await using server = await startServer();
    using client = ecsClient(server.endpoint);
    await taskIn(client, await runTask(client, shell(waits)), 'RUNNING');
    expect(await server.containers()).toHaveLength(1);
    server.program.signal(signal);
    expect(await server.ended()).toEqual({ code: 0, signal: null });
  },
);

test('a task that is just starting is stopped, too', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  await runTask(client, shell(waits));
  await server.stop();
});

test('a second signal kills what does not obey', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  await taskIn(client, await runTask(client, shell(stubborn, { stopTimeout: 110 })), 'RUNNING');
  server.program.signal('SIGTERM');
  await server.program.until(/Stopping 1 task\. Ctrl-C again kills them\./);
  server.program.signal('SIGTERM');
  expect(await server.ended()).toEqual({ code: 0, signal: null });
  expect(server.program.stderr()).toContain('Stopping at once.');
});
