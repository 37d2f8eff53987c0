import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test, vi } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

test('what is due while Longshore does not run is made up for by the next', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'longshore-scheduler-'));
  let at = new Date(0);
  {
    await using started = await startTestLongshore({ dataDirectory });
    const scheduler = new SchedulerClient(clientOptions(started));
    at = new Date(Math.ceil((Date.now() + 500) / 1000) * 1000);
    await scheduler.send(
      new CreateScheduleCommand({
        Name: 'once',
        ScheduleExpression: `at(${at.toISOString().slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: 'arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup',
          RoleArn: 'arn:aws:iam::111122223333:role/scheduler',
          Input: '{"LogGroupName":"made-later"}',
        },
      }),
    );
    scheduler.destroy();
  }
  // The clock of the machine is the matter here.
  await vi.waitUntil(() => Date.now() > at.getTime(), { timeout: 3000, interval: 20 });
  {
    await using started = await startTestLongshore({ dataDirectory });
    const logs = new CloudWatchLogsClient(clientOptions(started));
    await vi.waitFor(async () => {
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
      expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual(['made-later']);
    });
    const scheduler = new SchedulerClient(clientOptions(started));
    expect(await scheduler.send(new GetScheduleCommand({ Name: 'once' }))).toMatchObject({
      State: 'ENABLED',
    });
    logs.destroy();
    scheduler.destroy();
  }
  rmSync(dataDirectory, { recursive: true });
});
