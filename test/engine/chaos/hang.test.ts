import { describe, expect, test } from 'vitest';

import { agentDeadlines } from '../../../src/agent/deadlines.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';
import { troubledEngine } from '../../support/chaos/troubled.ts';
import { container, obedient, sh } from '../../support/agent/engine-harness.ts';

const app = (command: readonly string[]) => [container({ name: 'app', command })];

describe('an engine that hangs', () => {
  test('on a start, holds up no other task; the one ends with DockerTimeoutError and leaves nothing', async () => {
    await using troubled = await troubledEngine();
    const { harness, proxy } = troubled;
    proxy.setRule((call) => (call.endsWith('/start') ? { kind: 'hang' } : undefined));
    const hanging = harness.run(app(obedient));
    await waitFor('its start', () => proxy.calls.find((call) => call.endsWith('/start')));
    proxy.setRule(() => undefined);
    const running = harness.run(app(obedient));
    const ending = harness.run(app(sh('exit 3')));
    await harness.running(running);
    expect((await harness.stopped(ending)).containers[0]).toMatchObject({ exitCode: 3 });
    harness.stop(running);
    await harness.stopped(running);
    expect(harness.get(hanging).lastStatus).toBe('PENDING');
    const task = await harness.stopped(hanging);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
    expect(task.containers[0]).toMatchObject({
      reason: 'DockerTimeoutError: Could not transition to running; timed out after waiting 0m4s',
    });
    expect(task.containers[0]).not.toHaveProperty('exitCode');
  });

  test('on a start that it carries out all the same, the container does not go on unseen', async () => {
    await using troubled = await troubledEngine();
    const { harness, proxy } = troubled;
    proxy.setRule((call) => (call.endsWith('/start') ? { kind: 'slow', ms: 4500 } : undefined));
    const arn = harness.run(app(obedient));
    const task = await harness.stopped(arn);
    expect(task.containers[0]?.reason).toMatch(/^DockerTimeoutError: Could not transition to running/);
    const id = task.containers[0]?.runtimeId ?? '';
    expect((await harness.engine.containers.inspect(id)).State.Running).toBe(false);
  });

  test('on a create, ends the task with DockerTimeoutError, and what was made is removed', async () => {
    await using troubled = await troubledEngine();
    const { harness, proxy } = troubled;
    proxy.setRule((call) => (call === 'POST /containers/create' ? { kind: 'hang' } : undefined));
    const task = await harness.stopped(harness.run(app(obedient)));
    expect(task.containers[0]?.reason).toBe(
      'DockerTimeoutError: Could not transition to created; timed out after waiting 0m4s',
    );
  });

  test('on every look at one container, all others are still looked after', async () => {
    await using troubled = await troubledEngine(agentDeadlines);
    const { harness, proxy } = troubled;
    const first = harness.run(app(obedient));
    const id = (await harness.running(first)).containers[0]?.runtimeId ?? '';
    proxy.setRule((call) => (call === `GET /containers/${id}/json` ? { kind: 'hang' } : undefined));
    const other = harness.run(app(sh('exit 4')));
    expect((await harness.stopped(other)).containers[0]).toMatchObject({ exitCode: 4 });
    await harness.crash();
    const third = harness.run(app(sh('exit 5')));
    harness.restart();
    expect((await harness.stopped(third)).containers[0]).toMatchObject({ exitCode: 5 });
    expect(harness.get(first).lastStatus).toBe('RUNNING');
    proxy.setRule(() => undefined);
    harness.stop(first);
    expect((await harness.stopped(first)).containers[0]).toMatchObject({ exitCode: 0 });
  });
});

test('a container whose stop fails five times is given up with the agent’s reason, and removed all the same', async () => {
  await using troubled = await troubledEngine();
  const { harness, proxy } = troubled;
  const arn = harness.run(app(obedient));
  const id = (await harness.running(arn)).containers[0]?.runtimeId ?? '';
  const refusal = {
    kind: 'refuse',
    status: 500,
    message: 'tried to kill container, but did not receive an exit event',
  } as const;
  proxy.setRule((call) => (call === `POST /containers/${id}/stop` ? refusal : undefined));
  harness.stop(arn, 'enough');
  const task = await harness.stopped(arn);
  expect(proxy.calls.filter((call) => call === `POST /containers/${id}/stop`)).toHaveLength(5);
  expect(task).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' });
  expect(task.containers[0]).toMatchObject({
    reason: `CannotStopContainerError: Error response from daemon: ${refusal.message}`,
  });
  expect((await harness.engine.containers.inspect(id)).State.Running).toBe(true);
});

describe('a connection that breaks', () => {
  test('is made again, and what happened meanwhile is told', async () => {
    await using troubled = await troubledEngine(agentDeadlines);
    const { harness, proxy } = troubled;
    const kept = harness.run(app(obedient));
    const ended = harness.run(app(sh('trap "exit 6" USR1; while :; do sleep 60 & wait $!; done')));
    await harness.running(kept);
    const id = (await harness.running(ended)).containers[0]?.runtimeId ?? '';
    await proxy.cut();
    await harness.engine.containers.kill(id, { signalName: 'SIGUSR1' });
    const begun = harness.run(app(sh('exit 8')));
    await harness.engine.containers.wait(id);
    await proxy.restore();
    expect((await harness.stopped(ended)).containers[0]).toMatchObject({ exitCode: 6 });
    expect((await harness.stopped(begun)).containers[0]).toMatchObject({ exitCode: 8 });
    expect(harness.get(kept).lastStatus).toBe('RUNNING');
  });

  test('before a start is answered, starts nothing twice', async () => {
    await using troubled = await troubledEngine(agentDeadlines);
    const { harness, proxy } = troubled;
    proxy.setRule((call) => (call.endsWith('/start') ? { kind: 'unheard' } : undefined));
    const arn = harness.run(app(sh('echo begun; exit 9')));
    expect((await harness.stopped(arn)).containers[0]).toMatchObject({ exitCode: 9 });
    expect(await harness.logs(arn, 'app')).toMatchObject([{ text: 'begun' }]);
    expect(proxy.calls.filter((call) => call.endsWith('/start'))).toHaveLength(1);
  });
});
