import { describe, expect, test } from 'vitest';
import { logGroup, testEvents, type TestEvents } from '../../../../test/support/events.ts';
import { AwsError } from '../../../aws/aws-error.ts';

const put = (events: TestEvents, ...names: string[]): void => {
  for (const name of names) {
    const entry = { Source: 'app', DetailType: 'Thing', Detail: JSON.stringify({ name }) };
    expect(events.call('PutEvents', { Entries: [entry] }).FailedEntryCount).toBe(0);
  }
};
const names = ({ lines }: TestEvents, group?: string): unknown[] =>
  lines
    .filter((line) => group === undefined || line.group === logGroup(group))
    .map(({ message }) => JSON.parse(message).detail.name);

describe('events', () => {
  test('reach the targets of the rules that match, in order', async () => {
    await using events = testEvents();
    events.logTo('/all', { source: ['app'] });
    events.logTo('/two', { detail: { name: ['two'] } });
    put(events, 'one', 'two', 'three');
    await events.clock.advance(0);
    expect(names(events, '/all')).toEqual(['one', 'two', 'three']);
    expect(names(events, '/two')).toEqual(['two']);
    expect(events.tables.deliveries.count()).toBe(0);
  });

  test('are matched against rules as they are: changed, disabled, deleted', async () => {
    await using events = testEvents();
    events.logTo('/a', { source: ['app'] });
    put(events, 'one');
    await events.clock.advance(0);
    events.call('DisableRule', { Name: '-a' });
    put(events, 'two');
    await events.clock.advance(0);
    events.call('EnableRule', { Name: '-a' });
    put(events, 'three');
    await events.clock.advance(0);
    events.call('RemoveTargets', { Rule: '-a', Ids: ['logs'] });
    put(events, 'four');
    await events.clock.advance(0);
    expect(names(events)).toEqual(['one', 'three']);
  });

  test('that fail wait and keep their order; other targets do not wait', async () => {
    await using events = testEvents();
    events.logTo('/a', { source: ['app'] });
    events.failures.push(new Error('away'), new Error('still away'));
    put(events, 'one', 'two');
    await events.clock.advance(0);
    events.logTo('/b', { source: ['app'] });
    expect(names(events)).toEqual([]);
    await events.clock.advance(999);
    expect(names(events)).toEqual([]);
    await events.clock.advance(1);
    expect(names(events)).toEqual([]);
    put(events, 'three');
    await events.clock.advance(0);
    expect(names(events, '/b')).toEqual(['three']);
    await events.clock.advance(2000);
    expect(names(events, '/a')).toEqual(['one', 'two', 'three']);
  });

  test('that a target will never take are given up, and told', async () => {
    await using events = testEvents();
    events.logTo('/a', { source: ['app'] });
    events.failures.push(
      new AwsError('ResourceNotFoundException', 'The specified log group does not exist.'),
    );
    put(events, 'one', 'two');
    await events.clock.advance(0);
    expect(names(events)).toEqual(['two']);
    expect(events.complaints).toEqual([
      'an event was not delivered and is given up: ResourceNotFoundException: The specified log group does not exist.',
    ]);
  });

  test('are given up after as many attempts, or as long, as the retry policy says', async () => {
    await using events = testEvents();
    events.call('PutRule', { Name: 'r', EventPattern: '{"source":["app"]}' });
    const target = (RetryPolicy: object): void => {
      events.call('PutTargets', { Rule: 'r', Targets: [{ Id: 'a', Arn: logGroup('/a'), RetryPolicy }] });
    };
    const fail = (): void =>
      void events.failures.push(...Array.from({ length: 99 }, () => new Error('away')));
    target({ MaximumRetryAttempts: 2 });
    fail();
    put(events, 'one');
    await events.clock.advance(60_000);
    expect(events.failures).toHaveLength(96);
    target({ MaximumEventAgeInSeconds: 60 });
    put(events, 'two');
    await events.clock.advance(600_000);
    // At 0, 1, 3, 7, 15 and 31 s; the next would be at 63 s.
    expect(events.failures).toHaveLength(90);
    expect(events.tables.deliveries.count()).toBe(0);
  });

  test('go on to another bus, and from there to no third', async () => {
    await using events = testEvents();
    const busArn = (name: string): string => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
    for (const [from, to] of [
      ['default', 'two'],
      ['two', 'three'],
      ['three', 'default'],
    ] as const) {
      if (from !== 'default') events.call('CreateEventBus', { Name: from });
      events.call('PutRule', { Name: 'on', EventPattern: '{"source":["app"]}', EventBusName: from });
      const Targets = [{ Id: 'bus', Arn: busArn(to) }];
      events.call('PutTargets', { Rule: 'on', EventBusName: from, Targets });
    }
    events.logTo('/two', { source: ['app'] }, 'two');
    events.logTo('/three', { source: ['app'] }, 'three');
    put(events, 'one');
    await events.clock.advance(0);
    expect(names(events, '/two')).toEqual(['one']);
    expect(names(events, '/three')).toEqual([]);
    expect(events.complaints).toEqual([
      'an event was not delivered and is given up: an event that came from another bus is not sent on to a third',
    ]);
  });

  test('start tasks with the overrides that the input says, once for each event', async () => {
    await using events = testEvents();
    events.call('PutRule', { Name: 'r', EventPattern: '{"source":["app"]}' });
    const Input = '{"containerOverrides":[{"name":"app","command":["x"]}]}';
    const EcsParameters = {
      TaskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/app:1',
      LaunchType: 'FARGATE' as const,
      NetworkConfiguration: { awsvpcConfiguration: { Subnets: ['subnet-1'] } },
    };
    const Arn = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';
    events.call('PutTargets', {
      Rule: 'r',
      Targets: [{ Id: 'run', Arn, RoleArn: 'arn:aws:iam::000000000000:role/r', EcsParameters, Input }],
    });
    put(events, 'one');
    await events.clock.advance(0);
    expect(events.tasks).toEqual([
      {
        cluster: Arn,
        taskDefinition: EcsParameters.TaskDefinitionArn,
        count: 1,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
        overrides: JSON.parse(Input),
        startedBy: 'events-rule/r',
        clientToken: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ]);
  });
});

describe('a stop in good order', () => {
  test('waits for what is on its way, and not for what waits itself', async () => {
    await using events = testEvents();
    const gate = Promise.withResolvers<void>();
    events.hold = gate.promise;
    events.logTo('/a', { source: ['app'] });
    put(events, 'one');
    await events.clock.advance(0);
    let isSettled = false;
    const settled = events.settle().then(() => (isSettled = true));
    await events.clock.advance(1000);
    expect(isSettled).toBe(false);
    gate.resolve();
    await settled;
    expect(names(events)).toEqual(['one']);
    events.failures.push(new Error('away'));
    put(events, 'two');
    await events.clock.advance(0);
    await events.settle();
    expect(names(events)).toEqual(['one']);
  });

  test('does not wait for ever', async () => {
    await using events = testEvents();
    const gate = Promise.withResolvers<void>();
    events.hold = gate.promise;
    events.logTo('/a', { source: ['app'] });
    put(events, 'one');
    await events.clock.advance(0);
    const settled = events.settle();
    await events.clock.advance(2000);
    await settled;
    expect(names(events)).toEqual([]);
    gate.resolve();
  });
});

describe('after a crash', () => {
  test('events that were logged but not dispatched are, once', async () => {
    await using events = testEvents();
    events.logTo('/a', { source: ['app'] });
    await events.crash({ start: false });
    put(events, 'one', 'two');
    await events.clock.advance(0);
    expect(names(events)).toEqual([]);
    await events.crash();
    await events.clock.advance(0);
    await events.crash();
    await events.clock.advance(0);
    expect(names(events)).toEqual(['one', 'two']);
  });

  test('events that waited for their target still do, in order', async () => {
    await using events = testEvents();
    events.logTo('/a', { source: ['app'] });
    events.failures.push(new Error('away'));
    put(events, 'one', 'two');
    await events.clock.advance(0);
    expect(events.tables.deliveries.count()).toBe(2);
    await events.crash();
    await events.clock.advance(1000);
    expect(names(events)).toEqual(['one', 'two']);
  });

  test('what no rule wanted is not held against a later rule', async () => {
    await using events = testEvents();
    put(events, 'one');
    await events.clock.advance(0);
    events.logTo('/a', { source: ['app'] });
    await events.crash();
    put(events, 'two');
    await events.clock.advance(0);
    expect(names(events)).toEqual(['two']);
  });

  test('numbers of events go on', async () => {
    await using events = testEvents();
    put(events, 'one', 'two');
    await events.crash();
    put(events, 'three');
    expect(events.eventLog.last).toBe(3);
  });
});

describe('schedules', () => {
  const scheduled = async (events: TestEvents, expression: string): Promise<void> => {
    events.call('PutRule', { Name: 'tick', ScheduleExpression: expression });
    events.call('PutTargets', { Rule: 'tick', Targets: [{ Id: 'a', Arn: logGroup('/tick') }] });
    // A rule whose pattern would match does not see what a schedule made.
    events.logTo('/pattern', { source: ['aws.events'] });
    await events.clock.advance(0);
  };
  const times = ({ lines }: TestEvents): string[] => lines.map(({ message }) => JSON.parse(message).time);

  test('at a rate, while the rule is enabled', async () => {
    await using events = testEvents();
    await scheduled(events, 'rate(5 minutes)');
    await events.clock.advance(11 * 60_000);
    expect(times(events)).toEqual(['2026-01-01T00:05:00Z', '2026-01-01T00:10:00Z']);
    expect(JSON.parse(events.lines[0]?.message ?? '')).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'],
      detail: {},
    });
    events.call('DisableRule', { Name: 'tick' });
    await events.clock.advance(60 * 60_000);
    expect(events.lines).toHaveLength(2);
    events.call('EnableRule', { Name: 'tick' });
    await events.clock.advance(6 * 60_000);
    expect(times(events).at(-1)).toBe('2026-01-01T01:16:00Z');
    expect(new Set(events.lines.map(({ group }) => group))).toEqual(new Set([logGroup('/tick')]));
  });

  test('by the calendar, also after a restart', async () => {
    await using events = testEvents();
    await scheduled(events, 'cron(30 6 ? * MON *)');
    await events.clock.advance(5 * 86_400_000);
    expect(times(events)).toEqual(['2026-01-05T06:30:00Z']);
    await events.crash();
    await events.clock.advance(7 * 86_400_000);
    expect(times(events)).toEqual(['2026-01-05T06:30:00Z', '2026-01-12T06:30:00Z']);
  });
});
