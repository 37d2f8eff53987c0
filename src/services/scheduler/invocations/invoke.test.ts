import { describe, expect, test } from 'vitest';
import { testScheduler, type TestScheduler } from '../../../../test/support/scheduler.ts';
import type { Target } from '../../../aws/contract/scheduler.types.gen.ts';

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';
const universal = (call: string): string => `arn:aws:scheduler:::aws-sdk:${call}`;

/** What the target got of a schedule that was due once. */
async function due(tested: TestScheduler, target: Omit<Target, 'RoleArn'>, name = 'job'): Promise<void> {
  tested.call('CreateSchedule', {
    Name: name,
    ScheduleExpression: 'at(2026-01-01T00:01:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { RoleArn, ...target },
  });
  await tested.clock.advance(60_000);
}

describe('ECS', () => {
  const cluster = arnOf('ecs', 'cluster/main');
  const TaskDefinitionArn = arnOf('ecs', 'task-definition/job');

  test('runs a task with all that EcsParameters say, and the Input as overrides', async () => {
    await using tested = testScheduler();
    await due(
      tested,
      {
        Arn: cluster,
        Input: '{"containerOverrides":[{"name":"app","command":["at","<aws.scheduler.scheduled-time>"]}]}',
        EcsParameters: {
          TaskDefinitionArn,
          TaskCount: 2,
          CapacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
          NetworkConfiguration: {
            awsvpcConfiguration: {
              Subnets: ['subnet-1'],
              SecurityGroups: ['sg-1'],
              AssignPublicIp: 'ENABLED',
            },
          },
          PlatformVersion: 'LATEST',
          Group: 'jobs',
          EnableECSManagedTags: true,
          EnableExecuteCommand: true,
          PlacementConstraints: [{ type: 'distinctInstance' }],
          PlacementStrategy: [{ type: 'spread', field: 'host' }],
          PropagateTags: 'TASK_DEFINITION',
          ReferenceId: 'ref',
          Tags: [{ key: 'team', value: 'a' }, { Key: 'stage', Value: 'b' }, { cost: 'c' }],
        },
      },
      'a-name-that-is-longer-than-ecs-shows',
    );
    expect(tested.invoked).toEqual([
      {
        operation: 'RunTask',
        account: '000000000000',
        region: 'us-east-1',
        at: '2026-01-01T00:01:00',
        input: {
          cluster,
          taskDefinition: TaskDefinitionArn,
          count: 2,
          capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1, base: 0 }],
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: ['subnet-1'],
              securityGroups: ['sg-1'],
              assignPublicIp: 'ENABLED',
            },
          },
          platformVersion: 'LATEST',
          group: 'jobs',
          enableECSManagedTags: true,
          enableExecuteCommand: true,
          placementConstraints: [{ type: 'distinctInstance' }],
          placementStrategy: [{ type: 'spread', field: 'host' }],
          propagateTags: 'TASK_DEFINITION',
          referenceId: 'ref',
          tags: [
            { key: 'team', value: 'a' },
            { key: 'stage', value: 'b' },
            { key: 'cost', value: 'c' },
          ],
          overrides: { containerOverrides: [{ name: 'app', command: ['at', '2026-01-01T00:01:00Z'] }] },
          startedBy: 'chronos-schedule/a-name-that-is-long',
          clientToken: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      },
    ]);
  });

  test('is asked again while a task finds no place', async () => {
    await using tested = testScheduler();
    tested.answer = { failures: [{ arn: cluster, reason: 'RESOURCE:MEMORY' }], tasks: [] };
    await due(tested, { Arn: cluster, EcsParameters: { TaskDefinitionArn } });
    expect(tested.tables.invocations.select()).toMatchObject([{ attempts: 1 }]);
    tested.answer = { failures: [], tasks: [{}] };
    await tested.clock.advance(1000);
    expect(tested.invoked).toHaveLength(2);
    expect(tested.tables.invocations.count()).toBe(0);
  });
});

describe('EventBridge', () => {
  const Arn = 'arn:aws:events:eu-west-1:111111111111:event-bus/app';
  const EventBridgeParameters = { Source: 'app', DetailType: 'Due' };

  test('gets an event, on the bus of another account and region too', async () => {
    await using tested = testScheduler();
    await due(tested, { Arn, EventBridgeParameters, Input: '{"id":"<aws.scheduler.schedule-arn>"}' });
    expect(tested.invoked).toMatchObject([
      {
        operation: 'PutEvents',
        account: '111111111111',
        region: 'eu-west-1',
        input: {
          Entries: [
            {
              EventBusName: Arn,
              Source: 'app',
              DetailType: 'Due',
              Detail: `{"id":"${arnOf('scheduler', 'schedule/default/job')}"}`,
              Resources: [arnOf('scheduler', 'schedule/default/job')],
              Time: Date.UTC(2026, 0, 1, 0, 1) / 1000,
            },
          ],
        },
      },
    ]);
  });

  test('is not asked again for an event that it refuses', async () => {
    await using tested = testScheduler();
    tested.answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'no' }] };
    await due(tested, { Arn, EventBridgeParameters });
    expect(tested.tables.invocations.count()).toBe(0);
    expect(tested.complaints).toEqual(['a target was not invoked, which is given up: MalformedDetail: no']);
  });
});

describe('a universal target', () => {
  test('is any call, its members with capitals or as the service has them', async () => {
    await using tested = testScheduler();
    const Input = JSON.stringify({
      Cluster: 'main',
      Service: 'web',
      DesiredCount: 3,
      networkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-1'] } },
    });
    await due(tested, { Arn: universal('ecs:updateService'), Input });
    expect(tested.invoked).toMatchObject([
      {
        operation: 'UpdateService',
        account: '000000000000',
        input: {
          cluster: 'main',
          service: 'web',
          desiredCount: 3,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        },
      },
    ]);
  });

  test.each([
    ['{"TaskDefinition":"job"}', /^[0-9a-f]{16}$/],
    ['{"TaskDefinition":"job","ClientToken":"own"}', /^own$/],
  ])('that could be made twice has a token: %s', async (Input, token) => {
    await using tested = testScheduler();
    await due(tested, { Arn: universal('ecs:runTask'), Input });
    expect(tested.invoked).toMatchObject([
      { input: { taskDefinition: 'job', clientToken: expect.stringMatching(token) } },
    ]);
  });
});

describe('a service that somebody else provides', () => {
  test.each([
    ['sqs', 'jobs.fifo', { SqsParameters: { MessageGroupId: 'g' } }, { messageGroupId: 'g' }],
    ['kinesis', 'stream/jobs', { KinesisParameters: { PartitionKey: 'k' } }, { partitionKey: 'k' }],
    ['lambda', 'function:job', {}, {}],
  ])('of the kind of %s gets the Input', async (service, resource, members, expected) => {
    await using tested = testScheduler({ upstreams: [service] });
    await due(tested, {
      Arn: arnOf(service, resource),
      Input: 'do <it> <aws.scheduler.nothing>',
      ...members,
    });
    expect(tested.sent).toEqual([
      {
        arn: arnOf(service, resource),
        at: '2026-01-01T00:01:00',
        message: {
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          body: 'do <it> <aws.scheduler.nothing>',
          ...expected,
        },
      },
    ]);
  });

  test('gets an event where there is no Input', async () => {
    await using tested = testScheduler({ upstreams: ['sns'] });
    await due(tested, { Arn: arnOf('sns', 'topic') });
    expect(JSON.parse(tested.sent[0]?.message.body ?? '')).toEqual({
      version: '0',
      id: tested.sent[0]?.message.id,
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '000000000000',
      time: '2026-01-01T00:01:00Z',
      region: 'us-east-1',
      resources: [arnOf('scheduler', 'schedule/default/job')],
      detail: '{}',
    });
  });
});
