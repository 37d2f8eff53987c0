import { expect, test } from 'vitest';

import { errorOf } from '../../../../test/support/ecs.ts';
import { testLogs, type TestLogs } from '../../../../test/support/logs.ts';

const group = { logGroupName: 'g' };

const withStreams = (...names: string[]): TestLogs => {
  const logs = testLogs();
  logs.call('CreateLogGroup', group);
  for (const logStreamName of names) logs.call('CreateLogStream', { ...group, logStreamName });
  return logs;
};

test('streams are described by name, by prefix, and by the time of their last event', () => {
  using logs = withStreams('b', 'a1', 'a2');
  const now = logs.clock.now();
  const put = (logStreamName: string, timestamp: number): unknown =>
    logs.call('PutLogEvents', { ...group, logStreamName, logEvents: [{ timestamp, message: 'x' }] });
  put('a2', now - 10);
  put('b', now - 20);
  const names = (input: object): unknown =>
    logs.call('DescribeLogStreams', { ...group, ...input }).logStreams?.map((stream) => stream.logStreamName);
  expect(names({})).toEqual(['a1', 'a2', 'b']);
  expect(names({ descending: true })).toEqual(['b', 'a2', 'a1']);
  expect(names({ logStreamNamePrefix: 'a' })).toEqual(['a1', 'a2']);
  expect(names({ orderBy: 'LastEventTime', descending: true })).toEqual(['a2', 'b', 'a1']);
  const first = logs.call('DescribeLogStreams', { ...group, orderBy: 'LastEventTime', limit: 2 });
  expect(first.logStreams?.map((stream) => stream.logStreamName)).toEqual(['a1', 'b']);
  expect(names({ orderBy: 'LastEventTime', limit: 2, nextToken: first.nextToken })).toEqual(['a2']);
  expect(first.logStreams?.[1]).toEqual({
    logStreamName: 'b',
    creationTime: now,
    firstEventTimestamp: now - 20,
    lastEventTimestamp: now - 20,
    lastIngestionTime: now,
    uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
    arn: 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:b',
    storedBytes: 0,
  });
  expect(errorOf(() => names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }))).toEqual({
    code: 'InvalidParameterException',
    message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
  });
});

test('a stream is there once, and gone when it is deleted, with its events', async () => {
  using logs = withStreams('s');
  const stream = { ...group, logStreamName: 's' };
  expect(errorOf(() => logs.call('CreateLogStream', stream))).toEqual({
    code: 'ResourceAlreadyExistsException',
    message: 'The specified log stream already exists',
  });
  const logEvents = [{ timestamp: logs.clock.now(), message: 'old' }];
  logs.call('PutLogEvents', { ...stream, logEvents });
  expect(logs.call('DescribeLogGroups', {}).logGroups).toMatchObject([{ storedBytes: 3 }]);
  logs.call('DeleteLogStream', stream);
  expect(logs.call('FilterLogEvents', group).events).toEqual([]);
  expect(errorOf(() => logs.call('GetLogEvents', stream))).toEqual({
    code: 'ResourceNotFoundException',
    message: 'The specified log stream does not exist.',
  });
  logs.call('CreateLogStream', stream);
  expect(logs.call('GetLogEvents', stream).events).toEqual([]);
  await logs.clock.advance(60_000);
  expect(logs.call('DescribeLogGroups', {}).logGroups).toMatchObject([{ storedBytes: 0 }]);
});

test('a new group of the same name has nothing of the old one', async () => {
  using logs = withStreams('s');
  const logEvents = [{ timestamp: logs.clock.now(), message: 'old' }];
  logs.call('PutLogEvents', { ...group, logStreamName: 's', logEvents });
  logs.call('DeleteLogGroup', group);
  logs.call('CreateLogGroup', group);
  expect(logs.call('DescribeLogStreams', group).logStreams).toEqual([]);
  logs.call('CreateLogStream', { ...group, logStreamName: 's' });
  await logs.clock.advance(120_000);
  logs.call('PutLogEvents', {
    ...group,
    logStreamName: 's',
    logEvents: [{ timestamp: logs.clock.now(), message: 'new' }],
  });
  expect(logs.call('FilterLogEvents', group).events).toMatchObject([{ message: 'new' }]);
});

test('what has expired is not shown, and removed', async () => {
  using logs = withStreams('s');
  const day = 24 * 60 * 60_000;
  const stream = { ...group, logStreamName: 's' };
  const put = (message: string): unknown =>
    logs.call('PutLogEvents', { ...stream, logEvents: [{ timestamp: logs.clock.now(), message }] });
  put('old');
  await logs.clock.advance(2 * day);
  put('young');
  logs.call('PutRetentionPolicy', { ...group, retentionInDays: 1 });
  expect(logs.call('GetLogEvents', stream).events).toMatchObject([{ message: 'young' }]);
  expect(logs.call('FilterLogEvents', group).events).toMatchObject([{ message: 'young' }]);
  await logs.clock.advance(120_000);
  logs.call('DeleteRetentionPolicy', group);
  expect(logs.call('GetLogEvents', stream).events).toMatchObject([{ message: 'young' }]);
});
