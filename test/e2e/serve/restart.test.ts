import { StopTaskCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { query } from '../../../src/docker/query.ts';
import { openEngine } from '../../../tools/engine.ts';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { containersWith } from '../../support/e2e/left-behind.ts';
import { claimsIn, startServer, temporaryDirectory } from '../../support/e2e/server.ts';
import { describeTask, runTask, taskIn } from '../../support/e2e/tasks.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

test('kill -9, then a restart on the same data: calls survive, tasks are taken up where they are', async () => {
  await using directory = await temporaryDirectory();
  const args = ['--data-dir', directory.path];
  await using first = await startServer({ args });
  using before = ecsClient(first.endpoint);
  const running = await runTask(before, shell(waits));
  const ending = await runTask(before, shell(`trap 'exit 7' USR1; ${waits}`));
  const { containers: was } = await taskIn(before, running, 'RUNNING');
  const endingId = (await taskIn(before, ending, 'RUNNING')).containers?.[0]?.runtimeId ?? '';
  const accepted = await runTask(before, shell(waits));
  await first.crash();
  await stopWith7(endingId);

  await using second = await startServer({ args });
  expect(second.installation).toBe(first.installation);
  using client = ecsClient(second.endpoint);
  const adopted = await taskIn(client, running, 'RUNNING');
  expect(adopted.containers?.[0]?.runtimeId).toBe(was?.[0]?.runtimeId);
  const ended = await taskIn(client, ending, 'STOPPED');
  expect(ended).toMatchObject({ stopCode: 'EssentialContainerExited' });
  expect(ended.containers?.[0]).toMatchObject({ exitCode: 7, runtimeId: endingId });
  // It had been acknowledged a moment before the crash, so it runs now, and once only.
  const third = await taskIn(client, accepted, 'RUNNING');
  expect(await containersWith(`longshore.task=${accepted}`)).toEqual([third.containers?.[0]?.runtimeId]);

  await client.send(new StopTaskCommand({ task: running }));
  expect(await taskIn(client, running, 'STOPPED')).toMatchObject({ stopCode: 'UserInitiated' });
});

test('a proper end, then a restart: what was known is known', async () => {
  await using directory = await temporaryDirectory();
  const args = ['--data-dir', directory.path];
  await using first = await startServer({ args });
  using before = ecsClient(first.endpoint);
  const task = await runTask(before, shell(waits));
  await taskIn(before, task, 'RUNNING');
  await first.stop();

  await using second = await startServer({ args });
  using client = ecsClient(second.endpoint);
  const stopped = await describeTask(client, task);
  expect(stopped).toMatchObject({ lastStatus: 'STOPPED', stoppedReason: 'Longshore is shutting down' });
  expect(stopped.containers?.[0]).toMatchObject({ exitCode: 0 });
});

test('kill -9 of an ephemeral server: the next one removes what it left, and nothing else', async () => {
  await using home = await temporaryDirectory();
  await using bystander = await startServer({ home: home.path });
  using other = ecsClient(bystander.endpoint);
  const kept = await runTask(other, shell(waits));
  await taskIn(other, kept, 'RUNNING');

  await using first = await startServer({ home: home.path });
  using before = ecsClient(first.endpoint);
  const task = await runTask(before, shell(waits));
  await taskIn(before, task, 'RUNNING');
  await first.crash();
  expect(await first.containers()).toHaveLength(1);

  await using second = await startServer({ home: home.path });
  await waitFor('the containers of the dead server to be removed', async () =>
    (await first.containers()).length === 0 ? true : undefined,
  );
  await waitFor('its claim to go', () => (claimsIn(home.path).length === 2 ? true : undefined));
  expect(await second.containers()).toEqual([]);
  expect(await describeTask(other, kept)).toMatchObject({ lastStatus: 'RUNNING' });
});

/** Ends the container as if its program had: from inside, with exit code 7. */
async function stopWith7(runtimeId: string): Promise<void> {
  using api = openEngine();
  await api.done({ method: 'POST', path: `/containers/${runtimeId}/kill`, query: query({ signal: 'USR1' }) });
  await api.done({ method: 'POST', path: `/containers/${runtimeId}/wait` });
}
