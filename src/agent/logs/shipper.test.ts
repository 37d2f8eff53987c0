import { expect, test } from 'vitest';

import { agentHarness } from '../../../test/support/agent/harness.ts';
import { deleteGroup, shipped } from '../../../test/support/agent/shipped.ts';
import { containerPlan } from '../../../test/support/agent/tasks.ts';
import type { AwslogsPlan, ContainerPlan } from '../model/task-plan.ts';

const awslogs: AwslogsPlan = { region: 'eu-west-1', group: 'g', createGroup: true, stream: 's' };

const writing = (labels: Record<string, string>, plan: Partial<AwslogsPlan> = {}): ContainerPlan => {
  const script = Object.entries(labels).map(([name, value]) => [`longshore.simulate.${name}`, value]);
  return containerPlan({ name: 'web', labels: Object.fromEntries(script), awslogs: { ...awslogs, ...plan } });
};

test('output is shipped while the container runs', async () => {
  await using harness = await agentHarness();
  harness.run([writing({ output: 'one\ntwo\n\nthree' })]);
  await harness.clock.advance(20);
  expect(await shipped(harness)).toEqual(['one', 'two', 'three']);
});

test('every line is in when the task is seen stopped', async () => {
  await using harness = await agentHarness();
  const seen: Promise<readonly string[]>[] = [];
  harness.tasks.onChange(({ row }) => {
    if (row?.lastStatus === 'STOPPED') seen.push(shipped(harness));
  });
  const arn = harness.run([writing({ output: 'one\ntwo', 'run-for': '1ms' })]);
  await harness.clock.advance(5000);
  expect(harness.get(arn).lastStatus).toBe('STOPPED');
  expect(await Promise.all(seen)).toEqual([['one', 'two']]);
});

test('a crash neither loses nor doubles a line', async () => {
  await using harness = await agentHarness();
  harness.run([writing({ output: 'one\ntwo' })]);
  await harness.clock.advance(20);
  await harness.crash();
  await harness.clock.advance(20);
  expect(await shipped(harness)).toEqual(['one', 'two']);
});

test('an event of several lines ends when nothing has come for a while', async () => {
  await using harness = await agentHarness();
  harness.run([writing({ output: '1 a\n b\n2 c' }, { multilinePattern: String.raw`^\d`, flushInterval: 3 })]);
  await harness.clock.advance(100);
  expect(await shipped(harness)).toEqual(['1 a\n b\n']);
  await harness.clock.advance(3000);
  expect(await shipped(harness)).toEqual(['1 a\n b\n', '2 c\n']);
});

test('a stream without a name is called after the container', async () => {
  await using harness = await agentHarness();
  const { stream: _, ...unnamed } = awslogs;
  const arn = harness.run([{ ...writing({ output: 'one' }), awslogs: unnamed }]);
  await harness.clock.advance(20);
  const [state] = harness.get(arn).containers;
  expect(await shipped(harness, state?.runtimeId)).toEqual(['one']);
});

test('the output of each run of a container that is restarted is shipped once', async () => {
  await using harness = await agentHarness();
  const plan = {
    ...writing({ output: 'hello', 'run-for': '1s', 'exit-code': '1', 'start-takes': '5ms' }),
    restartPolicy: { ignoredExitCodes: [], attemptPeriod: 0 },
  };
  const arn = harness.run([plan]);
  for (const ms of [20, 1000, 20]) await harness.clock.advance(ms);
  expect(harness.get(arn).containers[0]?.restarts).toBe(1);
  await harness.clock.advance(20);
  expect(await shipped(harness)).toEqual(['hello', 'hello']);
});

test('a group that is missing fails the container on an instance, the task on Fargate', async () => {
  await using harness = await agentHarness();
  const missing = { createGroup: false };
  const onInstance = harness.run([writing({}, missing)]);
  const onFargate = harness.run([writing({}, missing)], {
    stages: ['provision', 'deprovision'],
    request: { group: 'family:test', launchType: 'FARGATE', enableExecuteCommand: false, overrides: {} },
  });
  await harness.clock.advance(1000);
  expect(harness.get(onInstance)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'TaskFailedToStart',
    containers: [
      {
        reason:
          'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to ' +
          'create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      },
    ],
  });
  expect(harness.get(onFargate)).toMatchObject({
    lastStatus: 'STOPPED',
    stoppedReason:
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
      'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. ' +
      ': exit status 1',
  });
});

test('a group that is deleted meanwhile takes the output with it, and the task goes on', async () => {
  await using harness = await agentHarness();
  const arn = harness.run([writing({ output: 'one', 'start-takes': '1s', 'run-for': '1s' })]);
  await harness.clock.advance(500);
  deleteGroup(harness);
  for (const ms of [1000, 1000]) await harness.clock.advance(ms);
  expect(harness.get(arn).lastStatus).toBe('STOPPED');
});
