import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { CreateScheduleCommand, GetScheduleCommand, type Target } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type SchedulerUnderTest, startScheduler } from './client.ts';

const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';

let started: SchedulerUnderTest;
beforeAll(async () => {
  started = await startScheduler();
});
afterAll(() => started[Symbol.asyncDispose]());

/** A schedule that is due now. */
async function dueNow(Name: string, target: Omit<Target, 'RoleArn'>): Promise<void> {
  const at = new Date().toISOString().slice(0, 19);
  await started.scheduler.send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { RoleArn, ...target },
    }),
  );
}

/** The last step of an invocation: by then all else is done. */
const untilDone = (Name: string): Promise<void> =>
  vi.waitFor(async () => {
    const gone = await refusal(started.scheduler.send(new GetScheduleCommand({ Name })));
    expect(gone.name).toBe('ResourceNotFoundException');
  });

describe('a schedule that is due', () => {
  test('starts a task with overrides and tags', async () => {
    const { client } = started;
    await client.send(new CreateClusterCommand({ clusterName: 'main' }));
    const { taskDefinition } = await client.send(
      new RegisterTaskDefinitionCommand({
        family: 'job',
        containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
      }),
    );
    await dueNow('nightly', {
      Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/main',
      Input: '{"containerOverrides":[{"name":"app","command":["job","<aws.scheduler.execution-id>"]}]}',
      EcsParameters: {
        TaskDefinitionArn: taskDefinition?.taskDefinitionArn,
        Group: 'jobs',
        Tags: [{ key: 'team', value: 'a' }],
      },
    });
    await untilDone('nightly');
    const { taskArns } = await client.send(new ListTasksCommand({ cluster: 'main' }));
    const { tasks = [] } = await client.send(
      new DescribeTasksCommand({ cluster: 'main', tasks: taskArns, include: ['TAGS'] }),
    );
    expect(tasks).toMatchObject([
      {
        startedBy: 'chronos-schedule/nightly',
        group: 'jobs',
        tags: [{ key: 'team', value: 'a' }],
        overrides: {
          containerOverrides: [{ name: 'app', command: ['job', expect.stringMatching(/^[0-9a-f]{16}$/)] }],
        },
      },
    ]);
  });

  test('makes any call of a service that is here', async () => {
    const logs = new CloudWatchLogsClient(clientOptions(started, '000000000000'));
    await dueNow('universal', {
      Arn: 'arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup',
      Input: '{"LogGroupName":"/made/by-schedule"}',
    });
    await untilDone('universal');
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/made' }));
    expect(logGroups).toMatchObject([{ logGroupName: '/made/by-schedule' }]);
    logs.destroy();
  });
});
