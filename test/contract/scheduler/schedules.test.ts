import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  paginateListSchedules,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../support/aws-clients.ts';
import { type SchedulerUnderTest, startScheduler } from './client.ts';

const Target = {
  Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/main',
  RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
  EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/job' },
};
const given: CreateScheduleCommandInput = {
  Name: 'job',
  ScheduleExpression: 'cron(0 8 ? * MON-FRI *)',
  ScheduleExpressionTimezone: 'Europe/Berlin',
  FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
  Target,
  ClientToken: 'fixed',
};

let started: SchedulerUnderTest;
beforeAll(async () => {
  started = await startScheduler();
});
afterAll(() => started[Symbol.asyncDispose]());

describe('schedules, by the SDK', () => {
  test('are made once, described, updated, listed and deleted', async () => {
    const { scheduler } = started;
    const ScheduleArn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/job';
    for (let time = 0; time < 2; time += 1) {
      expect(await scheduler.send(new CreateScheduleCommand(given))).toMatchObject({ ScheduleArn });
    }
    const { $metadata: _, ...described } = await scheduler.send(new GetScheduleCommand({ Name: 'job' }));
    expect(described).toEqual({
      Arn: ScheduleArn,
      GroupName: 'default',
      Name: 'job',
      ScheduleExpression: 'cron(0 8 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
      CreationDate: expect.any(Date),
      LastModificationDate: expect.any(Date),
      Target: { ...Target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      ActionAfterCompletion: 'NONE',
    });
    const StartDate = new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000);
    await scheduler.send(
      new UpdateScheduleCommand({ ...given, ClientToken: undefined, State: 'DISABLED', StartDate }),
    );
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'job' }))).toMatchObject({
      State: 'DISABLED',
      StartDate,
    });
    for (const Name of ['job-2', 'other']) {
      await scheduler.send(new CreateScheduleCommand({ ...given, Name, ClientToken: undefined }));
    }
    const names: (string | undefined)[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client: scheduler, pageSize: 1 }, {})) {
      names.push(...Schedules.map(({ Name }) => Name));
    }
    expect(names).toEqual(['job', 'job-2', 'other']);
    const disabled = await scheduler.send(
      new ListSchedulesCommand({ GroupName: 'default', NamePrefix: 'jo', State: 'DISABLED' }),
    );
    expect(disabled.Schedules).toMatchObject([{ Name: 'job', Target: { Arn: Target.Arn } }]);
    for (const Name of ['job', 'job-2', 'other']) await scheduler.send(new DeleteScheduleCommand({ Name }));
    expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  });

  test.each<[Partial<CreateScheduleCommandInput>, string, number, string]>([
    [{ GroupName: 'none' }, 'ResourceNotFoundException', 404, 'Schedule group none does not exist.'],
    [
      { ScheduleExpression: 'rate(1 second)' },
      'ValidationException',
      400,
      'Invalid Schedule Expression rate(1 second).',
    ],
    [
      { Target: { ...Target, Arn: 'arn:aws:backup:us-east-1:000000000000:x' } },
      'ValidationException',
      400,
      'EcsParameters must not be provided for this target.',
    ],
    [
      {
        Target: {
          Arn: 'arn:aws:scheduler:::aws-sdk:backup:startReportJob',
          RoleArn: Target.RoleArn,
          Input: '{}',
        },
      },
      'ValidationException',
      400,
      'backup is not a supported service for a target.',
    ],
    [
      { Target: { ...Target, RoleArn: 'role' } },
      'ValidationException',
      400,
      "1 validation error detected: Value 'role' at 'target.roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws[a-z-]*:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+",
    ],
  ])("are refused with AWS's error (%j)", async (input, name, status, message) => {
    const call = started.scheduler.send(
      new CreateScheduleCommand({ ...given, ClientToken: undefined, Name: 'bad', ...input }),
    );
    expect(await refusal(call)).toEqual({ name, status, message });
  });

  test('that are not there, or there already, are told so', async () => {
    const { scheduler } = started;
    const input = { ...given, Name: 'twice', ClientToken: undefined };
    await scheduler.send(new CreateScheduleCommand(input));
    expect(await refusal(scheduler.send(new CreateScheduleCommand(input)))).toEqual({
      name: 'ConflictException',
      status: 409,
      message: 'Schedule twice already exists.',
    });
    await scheduler.send(new DeleteScheduleCommand({ Name: 'twice' }));
    expect(await refusal(scheduler.send(new GetScheduleCommand({ Name: 'twice' })))).toEqual({
      name: 'ResourceNotFoundException',
      status: 404,
      message: 'Schedule twice does not exist.',
    });
  });
});

test('groups, by the SDK, are made, tagged, listed and deleted with their schedules', async () => {
  const { scheduler } = started;
  const { ScheduleGroupArn: ResourceArn } = await scheduler.send(
    new CreateScheduleGroupCommand({ Name: 'jobs', Tags: [{ Key: 'team', Value: 'a b/c' }] }),
  );
  await scheduler.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'stage', Value: 'x' }] }));
  await scheduler.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['stage', 'none'] }));
  const { Tags } = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'a b/c' }]);
  await scheduler.send(new CreateScheduleCommand({ ...given, ClientToken: undefined, GroupName: 'jobs' }));
  const { ScheduleGroups = [] } = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(['default', 'jobs']);
  await scheduler.send(new DeleteScheduleGroupCommand({ Name: 'jobs' }));
  const leaving = await scheduler.send(new GetScheduleGroupCommand({ Name: 'jobs' }));
  expect(leaving).toMatchObject({ Arn: ResourceArn, State: 'DELETING' });
  const call = scheduler.send(new GetScheduleCommand({ Name: 'job', GroupName: 'jobs' }));
  expect(await refusal(call)).toMatchObject({ name: 'ResourceNotFoundException' });
});
