import { expect, test } from 'vitest';
import { tasksTable } from '../../../src/agent/model/task-record.ts';
import { innerCall } from '../../../src/aws/inner-call.ts';
import { rootArn } from '../../../src/aws/arn.ts';
import { eventsService, EventLog } from '../../../src/services/events/index.ts';
import { aesCipher, newKey } from '../../../src/kernel/cipher.ts';
import { countingIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { runTaskTarget } from '../../../src/services/ecs/run-task-target.ts';
import { schedulerService, sdkNameOf } from '../../../src/services/scheduler/index.ts';
import { ecsService } from '../../../src/services/ecs/index.ts';
import { testEcs } from '../../support/ecs.ts';

/** ECS, EventBridge and the Scheduler as they are, on one store, with a clock that is moved. */
test('a week of tasks that start by cron, of a rule and of a schedule', async () => {
  const { call, clock, store } = testEcs();
  const ids = countingIds();
  const ecs = ecsService({ store, clock, ids, installation: 'test-installation' });
  const eventLog = new EventLog({ store, clock, ids });
  const cipher = aesCipher(newKey());
  const targets = { ecs: runTaskTarget(ecs, ids) };
  await using events = eventsService({ store, clock, ids, log: silentLog, cipher, eventLog, targets });
  const service = (name: string) => [ecs, events.service].find((each) => sdkNameOf(each) === name);
  await using scheduler = schedulerService({
    store,
    clock,
    ids,
    log: silentLog,
    targets: { service, upstreams: () => undefined },
  });
  events.start();
  scheduler.start();
  call('RegisterTaskDefinition', {
    family: 'job',
    containerDefinitions: [{ name: 'app', image: 'a', memory: 8 }],
  });
  call('CreateCluster', { clusterName: 'main' });
  const [account, region] = ['000000000000', 'us-east-1'];
  const context = innerCall({
    requestId: 'r',
    account,
    region,
    principalArn: rootArn({ partition: 'aws', account }),
    signal: new AbortController().signal,
  });
  const Target = {
    Arn: `arn:aws:ecs:${region}:${account}:cluster/main`,
    RoleArn: `arn:aws:iam::${account}:role/starter`,
    EcsParameters: { TaskDefinitionArn: `arn:aws:ecs:${region}:${account}:task-definition/job` },
  };
  scheduler.service.handle(
    'CreateSchedule',
    {
      Name: 'workdays',
      ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'America/New_York',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target,
    },
    context,
  );
  const rule = { Name: 'weekends', ScheduleExpression: 'cron(30 6 ? * SAT,SUN *)' };
  events.service.handle('PutRule', rule, context);
  events.service.handle('PutTargets', { Rule: 'weekends', Targets: [{ Id: 'a', ...Target }] }, context);

  // From Thursday, the first, until the next.
  await clock.advance(7 * 86_400_000);

  const started = store
    .table(tasksTable)
    .select()
    .map(
      ({ createdAt, request }) => `${new Date(createdAt).toISOString().slice(0, 16)} ${request.startedBy}`,
    );
  expect(started.sort()).toEqual([
    '2026-01-01T14:00 chronos-schedule/workdays',
    '2026-01-02T14:00 chronos-schedule/workdays',
    '2026-01-03T06:30 events-rule/weekends',
    '2026-01-04T06:30 events-rule/weekends',
    '2026-01-05T14:00 chronos-schedule/workdays',
    '2026-01-06T14:00 chronos-schedule/workdays',
    '2026-01-07T14:00 chronos-schedule/workdays',
  ]);
});
