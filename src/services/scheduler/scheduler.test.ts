import { describe, expect, test } from 'vitest';
import { testScheduler } from '../../../test/support/scheduler.ts';
import type { CreateScheduleInput, Target } from '../../aws/contract/scheduler.types.gen.ts';

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const EcsParameters = { TaskDefinitionArn: arnOf('ecs', 'task-definition/job') };
const target: Target = {
  Arn: arnOf('ecs', 'cluster/main'),
  RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
  EcsParameters,
};
const given: CreateScheduleInput = {
  Name: 'job',
  ScheduleExpression: 'rate(1 hour)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: target,
};
const universal = (call: string): Partial<Target> => ({
  Arn: `arn:aws:scheduler:::aws-sdk:${call}`,
  Input: '{}',
});
const start = Date.UTC(2026, 0, 1) / 1000;

describe('schedules', () => {
  test('are made, described with their defaults, replaced whole, and deleted', async () => {
    await using tested = testScheduler();
    expect(
      tested.call('CreateSchedule', { ...given, Description: 'first', KmsKeyArn: arnOf('kms', 'key/k') }),
    ).toEqual({ ScheduleArn: arnOf('scheduler', 'schedule/default/job') });
    expect(tested.call('GetSchedule', { Name: 'job' })).toEqual({
      Arn: arnOf('scheduler', 'schedule/default/job'),
      GroupName: 'default',
      Name: 'job',
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      Description: 'first',
      KmsKeyArn: arnOf('kms', 'key/k'),
      CreationDate: start,
      LastModificationDate: start,
      Target: {
        ...target,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'NONE',
    });
    await tested.clock.advance(1000);
    tested.call('UpdateSchedule', { ...given, StartDate: start + 60, EndDate: start + 120 });
    const changed = tested.call('GetSchedule', { Name: 'job' });
    expect(changed).toMatchObject({
      CreationDate: start,
      LastModificationDate: start + 1,
      StartDate: start + 60,
      EndDate: start + 120,
    });
    expect(changed).not.toHaveProperty('Description');
    tested.call('DeleteSchedule', { Name: 'job' });
    for (const operation of ['GetSchedule', 'DeleteSchedule'] as const) {
      expect(() => tested.call(operation, { Name: 'job' })).toThrow('Schedule job does not exist.');
    }
    expect(() => tested.call('UpdateSchedule', given)).toThrow('Schedule job does not exist.');
  });

  test('have one name each in a group', async () => {
    await using tested = testScheduler();
    tested.call('CreateSchedule', given);
    expect(() => tested.call('CreateSchedule', given)).toThrow('Schedule job already exists.');
    expect(() => tested.call('CreateSchedule', { ...given, GroupName: 'none' })).toThrow(
      'Schedule group none does not exist.',
    );
    tested.call('CreateSchedule', given, { region: 'eu-west-1' });
  });

  test('are made once per token', async () => {
    await using tested = testScheduler();
    const first = tested.call('CreateSchedule', { ...given, ClientToken: 'one' });
    expect(tested.call('CreateSchedule', { ...given, ClientToken: 'one' })).toEqual(first);
    expect(() => tested.call('CreateSchedule', { ...given, ClientToken: 'two' })).toThrow(/already exists/);
    expect(() => tested.call('CreateSchedule', { ...given, Name: 'x', ClientToken: 'one' })).toThrow(
      'ClientToken one was used before with other parameters.',
    );
    await tested.clock.advance(3_600_001);
    tested.call('CreateSchedule', { ...given, Name: 'x', ClientToken: 'one' });
    tested.call('DeleteSchedule', { Name: 'x', ClientToken: 'three' });
    expect(tested.call('DeleteSchedule', { Name: 'x', ClientToken: 'three' })).toEqual({});
  });

  test.each<[string, Partial<CreateScheduleInput>]>([
    ['Invalid Schedule Expression rate(0 hours).', { ScheduleExpression: 'rate(0 hours)' }],
    ['Invalid Schedule Expression cron(0 0 * * * *).', { ScheduleExpression: 'cron(0 0 * * * *)' }],
    [
      'Invalid Schedule Expression at(2025-12-31T23:54:59).',
      { ScheduleExpression: 'at(2025-12-31T23:54:59)' },
    ],
    ['Invalid Schedule Expression cron(0 0 1 1 ? 2025).', { ScheduleExpression: 'cron(0 0 1 1 ? 2025)' }],
    ['Invalid ScheduleExpressionTimezone Mars/Base.', { ScheduleExpressionTimezone: 'Mars/Base' }],
    ['The StartDate you specify cannot be earlier than 5 minutes ago.', { StartDate: start - 301 }],
    ['The EndDate you specify cannot be in the past.', { EndDate: start - 301 }],
    [
      'The StartDate you specify must be earlier than the EndDate.',
      { StartDate: start + 2, EndDate: start + 1 },
    ],
    [
      'MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE.',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } },
    ],
    [
      'MaximumWindowInMinutes must not be provided when FlexibleTimeWindow Mode is OFF.',
      { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } },
    ],
    ["1 validation error detected: Value '' at 'scheduleExpression'", { ScheduleExpression: '' }],
  ])('are refused: %s', async (message, input) => {
    await using tested = testScheduler();
    expect(() => tested.call('CreateSchedule', { ...given, ...input })).toThrow(message);
  });

  test('that are due this very moment, by the client, are taken', async () => {
    await using tested = testScheduler();
    tested.call('CreateSchedule', { ...given, ScheduleExpression: 'at(2025-12-31T23:59:59)' });
    await tested.clock.advance(0);
    expect(tested.invoked).toHaveLength(1);
  });

  test.each<[string, Partial<Target>]>([
    ['Parameter x is not valid. Reason: Provided Arn is not in correct format.', { Arn: 'x' }],
    ['rds is not a supported service for a target.', { Arn: arnOf('rds', 'db:x') }],
    ['rds is not a supported service for a target.', universal('rds:stopDBInstance')],
    [
      'scheduler is not a supported service for a target.',
      { Arn: arnOf('scheduler', 'aws-sdk:ecs:runTask') },
    ],
    ['listTasks API is not supported.', universal('ecs:listTasks')],
    ['flyAway API is not supported.', universal('ecs:flyAway')],
    [
      'You must provide an input to set this target for your schedule.',
      { Arn: 'arn:aws:scheduler:::aws-sdk:ecs:runTask' },
    ],
    ['The Input of the target must be a JSON object.', { Input: '[]' }],
    [
      'Targets of codebuild are not implemented by this version of Longshore.',
      { Arn: arnOf('codebuild', 'project/x') },
    ],
    [
      'Longshore has no sqs. Start it with --upstream sqs=URL to pass its calls on.',
      { Arn: arnOf('sqs', 'jobs') },
    ],
    [
      'Longshore has no sqs. Start it with --upstream sqs=URL to pass its calls on.',
      { EcsParameters, DeadLetterConfig: { Arn: arnOf('sqs', 'letters') } },
    ],
    ['EcsParameters must be provided for this target.', { EcsParameters: undefined }],
    [
      'SqsParameters must not be provided for this target.',
      { EcsParameters, SqsParameters: { MessageGroupId: 'g' } },
    ],
    ['EventBridgeParameters must be provided for this target.', { Arn: arnOf('events', 'event-bus/x') }],
    [
      'A Source that is a JSON path is not implemented by this version of Longshore.',
      { Arn: arnOf('events', 'event-bus/x'), EventBridgeParameters: { Source: '$.x', DetailType: 'x' } },
    ],
  ])('are refused for their target: %s', async (message, members) => {
    await using tested = testScheduler();
    const isEcs = members.Arn === undefined && !('EcsParameters' in members);
    const Target = { Arn: target.Arn, RoleArn: target.RoleArn, ...(isEcs && { EcsParameters }), ...members };
    expect(() => tested.call('CreateSchedule', { ...given, Target })).toThrow(message);
  });

  test('are listed page by page, by group, prefix and state', async () => {
    await using tested = testScheduler();
    tested.call('CreateScheduleGroup', { Name: 'a-group' });
    for (const Name of ['b', 'a2', 'a1']) tested.call('CreateSchedule', { ...given, Name });
    tested.call('CreateSchedule', { ...given, Name: 'a3', GroupName: 'a-group', State: 'DISABLED' });
    const names = (input: object): string[] =>
      tested.call('ListSchedules', input).Schedules.map(({ GroupName, Name }) => `${GroupName}/${Name}`);
    expect(names({})).toEqual(['a-group/a3', 'default/a1', 'default/a2', 'default/b']);
    expect(names({ GroupName: 'default' })).toHaveLength(3);
    expect(names({ NamePrefix: 'a' })).toHaveLength(3);
    expect(names({ State: 'DISABLED' })).toEqual(['a-group/a3']);
    const first = tested.call('ListSchedules', { MaxResults: 2 });
    const second = tested.call('ListSchedules', { MaxResults: 2, NextToken: first.NextToken ?? '' });
    expect([...first.Schedules, ...second.Schedules].map(({ Name }) => Name)).toEqual([
      'a3',
      'a1',
      'a2',
      'b',
    ]);
    expect(second.NextToken).toBeUndefined();
    expect(() => tested.call('ListSchedules', { NextToken: 'x' })).toThrow('Invalid NextToken.');
    expect(() => tested.call('ListSchedules', { GroupName: 'none' })).toThrow(
      'Schedule group none does not exist.',
    );
  });
});

describe('groups', () => {
  test('are made, tagged and listed; the default group is always there', async () => {
    await using tested = testScheduler();
    const { ScheduleGroupArn } = tested.call('CreateScheduleGroup', {
      Name: 'jobs',
      Tags: [{ Key: 'team', Value: 'a' }],
    });
    expect(() => tested.call('CreateScheduleGroup', { Name: 'jobs' })).toThrow(
      'Schedule group jobs already exists.',
    );
    expect(() => tested.call('CreateScheduleGroup', { Name: 'default' })).toThrow(/already exists/);
    const ResourceArn = ScheduleGroupArn;
    tested.call('TagResource', { ResourceArn, Tags: [{ Key: 'stage', Value: 'b' }] });
    tested.call('UntagResource', { ResourceArn, TagKeys: ['team'] });
    expect(tested.call('ListTagsForResource', { ResourceArn }).Tags).toEqual([{ Key: 'stage', Value: 'b' }]);
    const listed = tested.call('ListScheduleGroups', {});
    expect(listed.ScheduleGroups.map(({ Name, State }) => [Name, State])).toEqual([
      ['default', 'ACTIVE'],
      ['jobs', 'ACTIVE'],
    ]);
    const first = tested.call('ListScheduleGroups', { MaxResults: 1 });
    const second = tested.call('ListScheduleGroups', { MaxResults: 1, NextToken: first.NextToken ?? '' });
    expect(second.ScheduleGroups.map(({ Name }) => Name)).toEqual(['jobs']);
    expect(tested.call('ListScheduleGroups', { NamePrefix: 'de' }).ScheduleGroups).toHaveLength(1);
    expect(() => tested.call('ListTagsForResource', { ResourceArn: `${ResourceArn}x` })).toThrow(
      'Schedule group jobsx does not exist.',
    );
  });

  test('are deleted with their schedules, and are seen leaving', async () => {
    await using tested = testScheduler();
    tested.call('CreateScheduleGroup', { Name: 'jobs' });
    tested.call('CreateSchedule', { ...given, GroupName: 'jobs' });
    tested.call('DeleteScheduleGroup', { Name: 'jobs' });
    expect(tested.call('GetScheduleGroup', { Name: 'jobs' }).State).toBe('DELETING');
    expect(tested.call('ListSchedules', {}).Schedules).toEqual([]);
    expect(() => tested.call('CreateSchedule', { ...given, GroupName: 'jobs' })).toThrow(
      'Schedule group jobs is being deleted.',
    );
    // A group that leaves does so after a crash, too.
    await tested.crash(1000);
    expect(() => tested.call('GetScheduleGroup', { Name: 'jobs' })).toThrow(
      'Schedule group jobs does not exist.',
    );
    expect(() => tested.call('DeleteScheduleGroup', { Name: 'default' })).toThrow(
      'The default schedule group cannot be deleted.',
    );
    await tested.clock.advance(3_600_000);
    expect(tested.invoked).toEqual([]);
  });
});
