import {
  CancelReplayCommand,
  CreateArchiveCommand,
  DeleteArchiveCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  IllegalStatusException,
  ListArchivesCommand,
  ListReplaysCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  ResourceNotFoundException,
  StartReplayCommand,
  UpdateArchiveCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect, test, vi } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startEventBridge } from './client.ts';

const EventSourceArn = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const archiveArn = 'arn:aws:events:us-east-1:000000000000:archive/all';

test('an archive keeps events, and a replay sends them again, by the SDK', async () => {
  await using started = await startEventBridge();
  const { events } = started;
  const made = await events.send(
    new CreateArchiveCommand({ ArchiveName: 'all', EventSourceArn, EventPattern: '{"source":["app"]}' }),
  );
  expect(made).toMatchObject({ ArchiveArn: archiveArn, State: 'ENABLED', CreationTime: expect.any(Date) });
  await events.send(
    new UpdateArchiveCommand({ ArchiveName: 'all', RetentionDays: 7, Description: 'of app' }),
  );
  const Time = new Date(Math.floor(Date.now() / 1000) * 1000);
  await events.send(
    new PutEventsCommand({
      Entries: ['app', 'other'].map((Source) => ({ Source, DetailType: 'Thing', Detail: '{"n":1}', Time })),
    }),
  );
  expect(await events.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).toMatchObject({
    EventCount: 1,
    RetentionDays: 7,
    Description: 'of app',
  });
  expect((await events.send(new ListArchivesCommand({ NamePrefix: 'al' }))).Archives).toHaveLength(1);

  using logs = disposable(new CloudWatchLogsClient(clientOptions(started, '000000000000')));
  await logs.client.send(new CreateLogGroupCommand({ logGroupName: '/seen' }));
  await events.send(new PutRuleCommand({ Name: 'again', EventPattern: '{"replay-name":["once"]}' }));
  const Arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/seen';
  await events.send(new PutTargetsCommand({ Rule: 'again', Targets: [{ Id: 'a', Arn }] }));
  const replay = await events.send(
    new StartReplayCommand({
      ReplayName: 'once',
      EventSourceArn: archiveArn,
      EventStartTime: Time,
      EventEndTime: new Date(Time.getTime() + 1000),
      Destination: { Arn: EventSourceArn },
    }),
  );
  expect(replay.State).toBe('STARTING');
  await vi.waitFor(async () => {
    const { events: lines = [] } = await logs.client.send(
      new FilterLogEventsCommand({ logGroupName: '/seen' }),
    );
    expect(lines.map(({ message }) => JSON.parse(message ?? ''))).toMatchObject([
      { source: 'app', detail: { n: 1 }, 'replay-name': 'once' },
    ]);
  });
  expect(await events.send(new DescribeReplayCommand({ ReplayName: 'once' }))).toMatchObject({
    State: 'COMPLETED',
    EventLastReplayedTime: Time,
  });
  expect((await events.send(new ListReplaysCommand({ State: 'COMPLETED' }))).Replays).toHaveLength(1);
  await expect(events.send(new CancelReplayCommand({ ReplayName: 'once' }))).rejects.toBeInstanceOf(
    IllegalStatusException,
  );
  await events.send(new DeleteArchiveCommand({ ArchiveName: 'all' }));
  await expect(events.send(new DescribeArchiveCommand({ ArchiveName: 'all' }))).rejects.toBeInstanceOf(
    ResourceNotFoundException,
  );
});

const disposable = <Client extends { destroy(): void }>(client: Client) => ({
  client,
  [Symbol.dispose]: () => client.destroy(),
});
