import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  InvalidParameterException,
  paginateFilterLogEvents,
  paginateGetLogEvents,
  PutLogEventsCommand,
  ResourceNotFoundException,
  StartLiveTailCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { logsClient } from './client.ts';

let server: TestLongshore;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  server = await startTestLongshore();
  client = logsClient(server.longshore.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

async function stream(
  logGroupName: string,
  logStreamName = 's',
): Promise<{
  readonly logGroupName: string;
  readonly logStreamName: string;
}> {
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  return { logGroupName, logStreamName };
}

const events = (count: number): { timestamp: number; message: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    timestamp: Date.now() - count + index,
    message: `line ${index} é 🐳`,
  }));

test('events come back as they went in, through both paginators', async () => {
  const to = await stream('paginated');
  const logEvents = events(250);
  const put = await client.send(new PutLogEventsCommand({ ...to, logEvents, sequenceToken: 'ignored' }));
  expect(put.nextSequenceToken).toMatch(/^\d+$/);
  const got: unknown[] = [];
  const pages = paginateGetLogEvents(
    { client, pageSize: 100, stopOnSameToken: true },
    { ...to, startFromHead: true },
  );
  for await (const page of pages) got.push(...(page.events ?? []));
  expect(got).toEqual(logEvents.map((event) => ({ ...event, ingestionTime: expect.any(Number) })));
  const found: unknown[] = [];
  const searched = paginateFilterLogEvents(
    { client, pageSize: 100 },
    { logGroupName: to.logGroupName, filterPattern: '"line 1"' },
  );
  for await (const page of searched) found.push(...(page.events ?? []).map(({ message }) => message));
  expect(found).toEqual(logEvents.map(({ message }) => message).filter((text) => text.startsWith('line 1')));
});

test('the largest batch fits, however it is written as JSON', async () => {
  const to = await stream('large');
  const message = '\u0001'.repeat(1_048_576 - 26);
  await client.send(new PutLogEventsCommand({ ...to, logEvents: [{ timestamp: Date.now(), message }] }));
  const { events: got } = await client.send(new GetLogEventsCommand(to));
  expect(got?.[0]?.message).toBe(message);
});

test('streams are described and deleted', async () => {
  const to = await stream('streams');
  await client.send(new PutLogEventsCommand({ ...to, logEvents: events(1) }));
  const { logStreams } = await client.send(
    new DescribeLogStreamsCommand({ logGroupName: 'streams', orderBy: 'LastEventTime', descending: true }),
  );
  expect(logStreams).toMatchObject([{ logStreamName: 's', lastEventTimestamp: expect.any(Number) }]);
  await client.send(new DeleteLogStreamCommand(to));
  await expect(client.send(new GetLogEventsCommand(to))).rejects.toThrow(ResourceNotFoundException);
});

test('bad batches, tokens and patterns answer the errors of the model', async () => {
  const to = await stream('bad');
  const later = { timestamp: Date.now(), message: 'b' };
  const unordered = [later, { timestamp: later.timestamp - 1, message: 'a' }];
  await expect(client.send(new PutLogEventsCommand({ ...to, logEvents: unordered }))).rejects.toThrow(
    InvalidParameterException,
  );
  const old = await client.send(
    new PutLogEventsCommand({ ...to, logEvents: [{ timestamp: 0, message: 'old' }] }),
  );
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  expect((await client.send(new GetLogEventsCommand(to))).events).toEqual([]);
  await expect(client.send(new GetLogEventsCommand({ ...to, nextToken: 'x' }))).rejects.toThrow(
    'The specified nextToken is invalid.',
  );
  await expect(
    client.send(new FilterLogEventsCommand({ logGroupName: 'bad', filterPattern: '{ $.a = ' })),
  ).rejects.toThrow(InvalidParameterException);
});

test('a metric filter is tested', async () => {
  const { matches } = await client.send(
    new TestMetricFilterCommand({
      filterPattern: '[ip, status=4*]',
      logEventMessages: ['10.0.0.1 200', '10.0.0.2 404'],
    }),
  );
  expect(matches).toEqual([
    {
      eventNumber: 2,
      eventMessage: '10.0.0.2 404',
      extractedValues: { $ip: '10.0.0.2', $status: '404' },
    },
  ]);
});

test('live tail streams what is put, and ends when the client leaves', async () => {
  const to = await stream('live');
  const logGroupIdentifiers = ['arn:aws:logs:us-east-1:000000000000:log-group:live'];
  const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers }));
  const seen: (string | undefined)[] = [];
  for await (const event of responseStream ?? []) {
    if (event.sessionStart !== undefined) {
      expect(event.sessionStart).toMatchObject({ logGroupIdentifiers });
      await client.send(new PutLogEventsCommand({ ...to, logEvents: events(2) }));
    }
    seen.push(...(event.sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
    if (seen.length === 2) break;
  }
  expect(seen).toEqual(['line 0 é 🐳', 'line 1 é 🐳']);
});
