import { describe, expect, test } from 'vitest';
import { testScheduler, type TestScheduler } from '../../../../test/support/scheduler.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import type { CreateScheduleInput, Target } from '../../../aws/contract/scheduler.types.gen.ts';

const minute = 60_000;
const hour = 60 * minute;
const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const RoleArn = 'arn:aws:iam::000000000000:role/scheduler';
const letters = arnOf('sqs', 'letters');
const ecs: Target = {
  Arn: arnOf('ecs', 'cluster/main'),
  RoleArn,
  EcsParameters: { TaskDefinitionArn: arnOf('ecs', 'task-definition/job') },
};
const queue: Target = { Arn: arnOf('sqs', 'jobs'), RoleArn, Input: '<aws.scheduler.attempt-number>' };

function create(tested: TestScheduler, more: Partial<CreateScheduleInput> = {}): void {
  tested.call('CreateSchedule', {
    Name: 'nightly',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: ecs,
    ...more,
  });
}
const times = ({ invoked }: TestScheduler): string[] => invoked.map(({ at }) => at.slice(5, 16));
const names = ({ tables }: TestScheduler): string[] => tables.schedules.select().map(({ name }) => name);

describe('a schedule invokes its target', () => {
  test('by the calendar, in its time zone', async () => {
    await using tested = testScheduler();
    create(tested, {
      ScheduleExpression: 'cron(30 6 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });
    // The first is a Thursday.
    await tested.clock.advance(5 * 24 * hour);
    expect(times(tested)).toEqual(['01-01T05:30', '01-02T05:30', '01-05T05:30']);
  });

  test('at a rate, beginning at once', async () => {
    await using tested = testScheduler();
    create(tested);
    await tested.clock.advance(2 * hour);
    expect(times(tested)).toEqual(['01-01T00:00', '01-01T01:00', '01-01T02:00']);
  });

  test('once, and is deleted then if it is to be', async () => {
    await using tested = testScheduler();
    const once = { ScheduleExpression: 'at(2026-01-01T03:00:00)' };
    create(tested, once);
    create(tested, { ...once, Name: 'gone', ActionAfterCompletion: 'DELETE' });
    await tested.clock.advance(2 * hour);
    expect(names(tested)).toEqual(['gone', 'nightly']);
    await tested.clock.advance(22 * hour);
    expect(times(tested)).toEqual(['01-01T03:00', '01-01T03:00']);
    expect(names(tested)).toEqual(['nightly']);
  });

  test('until its end, and is deleted then if it is to be', async () => {
    await using tested = testScheduler();
    const EndDate = Date.UTC(2026, 0, 1, 2, 30) / 1000;
    create(tested, { EndDate, ActionAfterCompletion: 'DELETE' });
    await tested.clock.advance(hour);
    expect(names(tested)).toEqual(['nightly']);
    await tested.clock.advance(23 * hour);
    expect(times(tested)).toEqual(['01-01T00:00', '01-01T01:00', '01-01T02:00']);
    expect(names(tested)).toEqual([]);
  });

  test('at some moment of a flexible window, with the time that it was due', async () => {
    await using tested = testScheduler({ upstreams: ['sqs'] });
    create(tested, {
      ScheduleExpression: 'at(2026-01-01T03:00:00)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: { ...queue, Input: '<aws.scheduler.scheduled-time>' },
    });
    await tested.clock.advance(3 * hour - 1);
    expect(tested.tables.invocations.count()).toBe(0);
    await tested.clock.advance(1);
    const [invocation] = tested.tables.invocations.select();
    await tested.clock.advance(15 * minute);
    expect(tested.sent.map(({ message }) => message.body)).toEqual(['2026-01-01T03:00:00Z']);
    const after = (invocation?.dueAt ?? tested.clock.now()) - Date.UTC(2026, 0, 1, 3);
    expect(after).toBeGreaterThanOrEqual(0);
    expect(after).toBeLessThan(15 * minute);
  });

  test('not while it is disabled, nor once it is deleted', async () => {
    await using tested = testScheduler();
    create(tested, { State: 'DISABLED' });
    create(tested, { Name: 'deleted', ScheduleExpression: 'at(2026-01-01T03:00:00)' });
    tested.call('DeleteSchedule', { Name: 'deleted' });
    await tested.clock.advance(24 * hour);
    expect(tested.invoked).toEqual([]);
  });

  test('as it is when it is due: what was changed before holds', async () => {
    await using tested = testScheduler();
    create(tested, { ScheduleExpression: 'at(2026-01-01T03:00:00)' });
    const changed = {
      ScheduleExpression: 'at(2026-01-01T05:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
    } as const;
    tested.call('UpdateSchedule', { Name: 'nightly', Target: ecs, ...changed });
    await tested.clock.advance(24 * hour);
    expect(times(tested)).toEqual(['01-01T05:00']);
    // Its time has passed; all else can still be changed, and it is not due again.
    tested.call('UpdateSchedule', { Name: 'nightly', Target: ecs, Description: 'done', ...changed });
    await tested.clock.advance(24 * hour);
    expect(times(tested)).toEqual(['01-01T05:00']);
  });

  test('and keeps its rhythm when something else is changed', async () => {
    await using tested = testScheduler();
    create(tested);
    await tested.clock.advance(30 * minute);
    tested.call('UpdateSchedule', {
      Name: 'nightly',
      Target: ecs,
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Description: 'same time',
    });
    await tested.clock.advance(hour);
    expect(times(tested)).toEqual(['01-01T00:00', '01-01T01:00']);
  });
});

test('a schedule whose time zone is gone keeps nobody else from theirs', async () => {
  await using tested = testScheduler();
  const once = { ScheduleExpression: 'at(2026-01-01T03:00:00)' };
  create(tested, once);
  create(tested, { ...once, Name: 'other' });
  const [gone] = tested.tables.schedules.select();
  if (gone === undefined) throw new Error('there is no schedule');
  tested.tables.schedules.put({ ...gone, timezone: 'Europe/Atlantis' });
  await tested.clock.advance(4 * hour);
  expect(times(tested)).toEqual(['01-01T03:00']);
  expect(tested.complaints).toEqual(['a schedule is not due any more']);
});

describe('after a crash', () => {
  test('a schedule goes on, and nothing is done twice', async () => {
    await using tested = testScheduler();
    create(tested);
    await tested.clock.advance(hour);
    await tested.crash();
    await tested.clock.advance(hour);
    expect(times(tested)).toEqual(['01-01T00:00', '01-01T01:00', '01-01T02:00']);
  });

  test('what was missed is made up for once, by the last time', async () => {
    await using tested = testScheduler({ upstreams: ['sqs'] });
    create(tested, { Target: { ...queue, Input: '<aws.scheduler.scheduled-time>' } });
    await tested.clock.advance(minute);
    await tested.crash(5 * hour + 30 * minute);
    expect(tested.sent.map(({ message }) => message.body)).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-01T05:00:00Z',
    ]);
    await tested.clock.advance(30 * minute);
    expect(tested.sent.at(-1)?.message.body).toBe('2026-01-01T06:00:00Z');
  });

  test('what was missed too long ago is told, not made up for', async () => {
    await using tested = testScheduler();
    const Target = { ...ecs, RetryPolicy: { MaximumEventAgeInSeconds: 3600 } };
    const once = { ScheduleExpression: 'at(2026-01-01T03:00:00)', Target };
    create(tested, once);
    create(tested, { ...once, Name: 'gone', ActionAfterCompletion: 'DELETE' });
    await tested.crash(4 * hour + 1);
    expect(tested.invoked).toEqual([]);
    expect(tested.complaints).toHaveLength(2);
    expect(tested.complaints[0]).toMatch(/too long ago/);
    expect(names(tested)).toEqual(['nightly']);
  });

  test('an invocation that was on its way is made again under the same id', async () => {
    await using tested = testScheduler();
    const { promise, resolve } = Promise.withResolvers<void>();
    tested.hold = promise;
    create(tested, { ScheduleExpression: 'at(2026-01-01T03:00:00)' });
    await tested.clock.advance(3 * hour);
    const [before] = tested.tables.invocations.select();
    const crashed = tested.crash();
    resolve();
    await crashed;
    await tested.clock.advance(0);
    expect(tested.tables.invocations.count()).toBe(0);
    expect(
      new Set(tested.invoked.map(({ input }) => (input as { clientToken: string }).clientToken)),
    ).toEqual(new Set([before?.id]));
  });
});

describe('a target that fails', () => {
  test('is tried again, further and further apart', async () => {
    await using tested = testScheduler({ upstreams: ['sqs'] });
    tested.failures.push(new Error('away'), new AwsError('ThrottlingException', 'slow'));
    create(tested, { ScheduleExpression: 'at(2026-01-01T03:00:00)', Target: queue });
    await tested.clock.advance(4 * hour);
    expect(tested.sent.map(({ at, message }) => [at, message.body])).toEqual([['2026-01-01T03:00:03', '3']]);
  });

  test('sends a dead letter once attempts are used up', async () => {
    await using tested = testScheduler({ upstreams: ['sqs'] });
    tested.failures.push(new AwsError('ServerException', 'down', { fault: 'server' }), new Error('still'));
    create(tested, {
      ScheduleExpression: 'at(2026-01-01T03:00:00)',
      ActionAfterCompletion: 'DELETE',
      Target: {
        ...queue,
        DeadLetterConfig: { Arn: letters },
        RetryPolicy: { MaximumRetryAttempts: 1 },
      },
    });
    await tested.clock.advance(4 * hour);
    expect(tested.sent).toEqual([
      {
        arn: letters,
        at: '2026-01-01T03:00:01',
        message: {
          id: expect.stringMatching(/^[0-9a-f]{16}$/),
          body: '1',
          attributes: {
            ERROR_CODE: 'AWS.Scheduler.InternalServerError',
            ERROR_MESSAGE: 'Unexpected error occurred while processing the request: still',
            EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
            EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
            IS_PAYLOAD_TRUNCATED: 'false',
            RETRY_ATTEMPTS: '1',
            SCHEDULED_TIME: '2026-01-01T03:00:00Z',
            SCHEDULE_ARN: arnOf('scheduler', 'schedule/default/nightly'),
            TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
          },
        },
      },
    ]);
    expect(names(tested)).toEqual([]);
  });

  test('for good is given up at once', async () => {
    await using tested = testScheduler({ upstreams: ['sqs'] });
    tested.failures.push(new AwsError('ClusterNotFoundException', 'Cluster not found.'));
    create(tested, {
      ScheduleExpression: 'at(2026-01-01T03:00:00)',
      Target: { ...ecs, DeadLetterConfig: { Arn: letters } },
    });
    await tested.clock.advance(4 * hour);
    expect(tested.invoked).toEqual([]);
    expect(tested.sent[0]?.message.attributes).toMatchObject({
      ERROR_CODE: 'ClusterNotFoundException',
      ERROR_MESSAGE: 'Cluster not found.',
      RETRY_ATTEMPTS: '0',
      TARGET_ARN: 'arn:aws:scheduler:::aws-sdk:ecs:runTask',
    });
    expect(tested.sent[0]?.message.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('that never answers is cut off after 30 s and tried again', async () => {
    await using tested = testScheduler();
    tested.hold = new Promise(() => {});
    create(tested, { ScheduleExpression: 'at(2026-01-01T03:00:00)' });
    await tested.clock.advance(3 * hour + 30_000);
    expect(tested.tables.invocations.select()).toMatchObject([{ attempts: 1 }]);
    tested.hold = Promise.resolve();
    await tested.clock.advance(1000);
    expect(times(tested)).toEqual(['01-01T03:00']);
  });

  test('to answer does not keep Longshore from leaving', async () => {
    await using tested = testScheduler();
    tested.hold = new Promise(() => {});
    create(tested, { ScheduleExpression: 'at(2026-01-01T03:00:00)' });
    await tested.clock.advance(3 * hour);
    await tested.crash();
    expect(tested.tables.invocations.select()).toMatchObject([{ attempts: 0 }]);
  });
});
