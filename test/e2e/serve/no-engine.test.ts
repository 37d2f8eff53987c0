import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { runTask, taskIn } from '../../support/e2e/tasks.ts';

const env = { DOCKER_HOST: 'unix:///nonexistent.sock' };

test('without an engine the API is served, and it says so', async () => {
  await using server = await startServer({ env });
  expect(server.program.stdout()).toContain('(no engine, data in memory)');
  expect(server.program.stderr()).toMatch(/^warning: .*unix:\/\/\/nonexistent\.sock/m);
  const health = await fetch(`${server.endpoint}/_longshore/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({ status: 'degraded', engine: { reachable: false } });
});

test('without an engine a task fails to start, and its reason names the socket', async () => {
  await using server = await startServer({ env });
  using client = ecsClient(server.endpoint);
  const task = await taskIn(client, await runTask(client, shell(waits)), 'STOPPED');
  expect(task.stopCode).toBe('TaskFailedToStart');
  expect(task.stoppedReason).toBeTruthy();
  expect(task.containers?.[0]?.reason).toContain('/nonexistent.sock');
  expect(task.containers?.[0]).not.toHaveProperty('exitCode');
});
