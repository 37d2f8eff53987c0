import {
  ConflictException,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  UnsupportedFeatureException,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

describe('tasks, by the SDK', () => {
  let started: TestLongshore;
  beforeAll(async () => {
    started = await startTestLongshore();
    await started.client.send(
      new RegisterTaskDefinitionCommand({
        family: 'app',
        containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
      }),
    );
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('run until they are stopped, as the waiters see it', async () => {
    const { client } = started;
    const wait = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
    const run = await client.send(new RunTaskCommand({ taskDefinition: 'app', startedBy: 'me' }));
    expect(run.failures).toEqual([]);
    const arn = run.tasks?.[0]?.taskArn ?? '';
    await waitUntilTasksRunning(wait, { tasks: [arn] });
    const listed = await client.send(new ListTasksCommand({ startedBy: 'me' }));
    expect(listed.taskArns).toEqual([arn]);

    const stopped = await client.send(new StopTaskCommand({ task: arn, reason: 'enough' }));
    expect(stopped.task).toMatchObject({ desiredStatus: 'STOPPED', stoppedReason: 'enough' });
    expect(stopped.task?.stoppingAt).toBeInstanceOf(Date);
    await waitUntilTasksStopped(wait, { tasks: [arn] });
    const { tasks } = await client.send(new DescribeTasksCommand({ tasks: [arn] }));
    expect(tasks?.[0]).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated' });
    expect(tasks?.[0]?.containers?.[0]).toMatchObject({
      lastStatus: 'STOPPED',
      exitCode: expect.any(Number),
    });
  });

  test('fail with errors that the SDK knows', async () => {
    const { client } = started;
    const request = { taskDefinition: 'app', clientToken: 'once' };
    const first = await client.send(new RunTaskCommand(request));
    const conflict = await client
      .send(new RunTaskCommand({ ...request, group: 'other' }))
      .catch((error) => error);
    expect(conflict).toBeInstanceOf(ConflictException);
    expect(conflict.resourceIds).toEqual(first.tasks?.map(({ taskArn }) => taskArn));
    const exec = new RunTaskCommand({ taskDefinition: 'app', enableExecuteCommand: true });
    await expect(client.send(exec)).rejects.toBeInstanceOf(UnsupportedFeatureException);
  });
});
