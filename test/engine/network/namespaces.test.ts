import { describe, expect, test } from 'vitest';

import type { ContainerPlan } from '../../../src/agent/model/task-plan.ts';
import { container, engineHarness, obedient, sh } from '../../support/agent/engine-harness.ts';
import { outputOf } from '../../support/agent/network.ts';

const stages = ['provision', 'deprovision'] as const;

/** Repeats `condition` until it holds, for five seconds at most. */
const until = (condition: string): string =>
  `for i in $(seq 100); do if ${condition}; then break; fi; sleep 0.05; done`;

describe.each([
  ['bridge', { networkMode: 'bridge' as const, stages }],
  ['awsvpc', undefined],
])('in %s mode', (_mode, bridge) => {
  test('pidMode task: containers see and signal one another’s processes', async () => {
    await using harness = await engineHarness();
    const containers = [
      container({
        name: 'target',
        essential: false,
        command: sh('trap "exit 9" USR1; while :; do sleep 0.1; done'),
      }),
      container({
        name: 'app',
        dependsOn: [{ container: 'target', condition: 'START' }],
        command: sh(`${until('pidof sleep >/dev/null')}
          kill -USR1 $(ps -o pid,args | grep "[t]rap .exit 9" | head -n 1 | awk '{print $1}')
          ps -o pid,args | grep -c "[/]pause"; sleep 1`),
      }),
    ];
    const arn =
      bridge === undefined
        ? harness.runAwsvpc(containers, { pidMode: 'task' })
        : harness.run(containers, { ...bridge, pidMode: 'task' });
    await harness.stopped(arn);
    expect(harness.state(arn, 'target').exitCode).toBe(9);
    // Process 1 is the sandbox's.
    expect(await outputOf(harness, arn, 'app')).toBe('1');
  });

  test('ipcMode task: containers share /dev/shm', async () => {
    await using harness = await engineHarness();
    const containers = [
      container({ name: 'writer', essential: false, command: sh('echo shared >/dev/shm/note; sleep 60') }),
      container({ name: 'app', command: sh(`${until('test -s /dev/shm/note')}; cat /dev/shm/note`) }),
    ];
    const arn =
      bridge === undefined
        ? harness.runAwsvpc(containers, { ipcMode: 'task' })
        : harness.run(containers, { ...bridge, ipcMode: 'task' });
    expect(await outputOf(harness, arn, 'app')).toBe('shared');
  });
});

test('ipcMode task: /dev/shm is as large as the container asks that asks for the most', async () => {
  await using harness = await engineHarness();
  const asking = (mebibytes: number): Pick<ContainerPlan, 'resources'> => ({
    resources: { cpu: 0, sharedMemory: mebibytes * 2 ** 20 },
  });
  const size = sh('df -k /dev/shm | tail -1 | tr -s " " | cut -d" " -f2');
  const arn = harness.run(
    [
      container({ name: 'app', command: size, ...asking(3) }),
      container({ name: 'side', command: obedient, essential: false, ...asking(5) }),
    ],
    { networkMode: 'bridge', stages, ipcMode: 'task' },
  );
  expect(await outputOf(harness, arn, 'app')).toBe(String(5 * 1024));
});

test('the sandbox buries the orphans of a shared PID namespace', async () => {
  await using harness = await engineHarness();
  // Orphans of two shells deep: their parent is process 1 by the time they end.
  const orphans = 'for i in 1 2 3 4 5; do (sh -c "sleep 0.2 & exit 0" &); done';
  const arn = harness.run(
    [
      container({
        name: 'app',
        command: sh(`${orphans}; sleep 1; ps -o stat,args; echo "zombies $(ps -o stat | grep -c Z)"`),
      }),
    ],
    { networkMode: 'bridge', stages, pidMode: 'task' },
  );
  expect((await outputOf(harness, arn, 'app')).split('\n').at(-1)).toBe('zombies 0');
});

test('the sandbox of a task that shares only processes has no network, and its containers have theirs', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: obedient })], {
    networkMode: 'bridge',
    stages,
    pidMode: 'task',
  });
  const { sandboxId = '' } = await harness.running(arn);
  const { HostConfig: host } = await harness.engine.containers.inspect(sandboxId);
  expect(host.NetworkMode).toBe('none');
  expect((await harness.inspect(arn, 'app')).HostConfig.NetworkMode).toBe('bridge');
  harness.stop(arn);
  await harness.stopped(arn);
  await harness.agent.drain(() => {});
  expect(await harness.left()).toEqual([]);
});

test('without a mode, containers of a task see only their own processes', async () => {
  await using harness = await engineHarness();
  const arn = harness.runAwsvpc([
    container({ name: 'other', essential: false, command: obedient }),
    container({ name: 'app', command: sh('echo $$') }),
  ]);
  expect(await outputOf(harness, arn, 'app')).toBe('1');
});
