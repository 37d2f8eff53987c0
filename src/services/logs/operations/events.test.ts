import { describe, expect, test } from 'vitest';

import { errorOf } from '../../../../test/support/ecs.ts';
import { nextOf, testLogs, type TestLogs } from '../../../../test/support/logs.ts';

const group = { logGroupName: 'g' };
const stream = { ...group, logStreamName: 's' };
const hour = 60 * 60_000;
const day = 24 * hour;

const withStream = (): TestLogs => {
  const logs = testLogs();
  logs.call('CreateLogGroup', group);
  logs.call('CreateLogStream', stream);
  return logs;
};

/** Appends messages, one a millisecond, up to now. */
const put = (logs: TestLogs, messages: readonly string[], logStreamName = 's'): void => {
  const begin = logs.clock.now() - messages.length;
  const logEvents = messages.map((message, index) => ({ timestamp: begin + index, message }));
  logs.call('PutLogEvents', { ...group, logStreamName, logEvents });
};

describe('PutLogEvents', () => {
  const refused = (logEvents: readonly { timestamp: number; message: string }[]): unknown => {
    using logs = withStream();
    return errorOf(() => logs.call('PutLogEvents', { ...stream, logEvents: [...logEvents] })).message;
  };

  test('refuses batches that break its rules, in the words of AWS', () => {
    expect(refused([event(2), event(1)])).toBe(
      'Log events in a single PutLogEvents request must be in chronological order.',
    );
    expect(refused([event(0), event(day + 1)])).toBe(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
    expect(refused([event(0, 'é'.repeat(524_276))])).toBe(
      'Upload too large: 1048578 bytes exceeds limit of 1048576',
    );
    expect(refused(Array.from({ length: 10_001 }, () => event(0)))).toContain('10000');
    expect(refused([])).toContain('validation error');
    expect(refused([event(0, '')])).toContain('validation error');
  });

  test('takes the largest batch', () => {
    using logs = withStream();
    const timestamp = logs.clock.now();
    const message = 'x'.repeat(1_048_576 - 26);
    expect(logs.call('PutLogEvents', { ...stream, logEvents: [{ timestamp, message }] })).toEqual({
      nextSequenceToken: expect.stringMatching(/^\d{56}$/),
    });
    expect(logs.call('GetLogEvents', stream).events).toEqual([
      { timestamp, message, ingestionTime: timestamp },
    ]);
  });

  test('leaves out what is too old, expired or too new, and tells', () => {
    using logs = withStream();
    const now = logs.clock.now();
    const send = (...ages: number[]): unknown =>
      logs.call('PutLogEvents', {
        ...stream,
        logEvents: ages.map((age) => ({ timestamp: now - age, message: String(age) })),
      }).rejectedLogEventsInfo;
    expect(send(14 * day + 2, 14 * day + 1, 14 * day)).toEqual({ tooOldLogEventEndIndex: 2 });
    expect(send(0, -2 * hour, -2 * hour - 1)).toEqual({ tooNewLogEventStartIndex: 2 });
    logs.call('PutRetentionPolicy', { ...group, retentionInDays: 1 });
    expect(send(day + 1, day, 5)).toEqual({ expiredLogEventEndIndex: 1 });
    const shown = logs.call('GetLogEvents', { ...stream, startFromHead: true }).events;
    expect(shown?.map(({ message }) => message)).toEqual([String(day), '5', '0', String(-2 * hour)]);
  });
});

const event = (timestamp: number, message = 'm'): { timestamp: number; message: string } => ({
  timestamp,
  message,
});

describe('GetLogEvents', () => {
  const messagesOf = (page: { events?: { message?: string }[] }): unknown =>
    page.events?.map(({ message }) => message);

  test('reads to either end, and at an end answers the token that it got', () => {
    using logs = withStream();
    put(logs, ['1', '2', '3', '4', '5']);
    const head = logs.call('GetLogEvents', { ...stream, startFromHead: true, limit: 2 });
    expect(messagesOf(head)).toEqual(['1', '2']);
    expect(head.nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
    expect(head.nextBackwardToken).toMatch(/^b\/\d{56}\/s$/);
    const get = (nextToken: string | undefined): ReturnType<typeof logs.call<'GetLogEvents'>> =>
      logs.call('GetLogEvents', { ...stream, startFromHead: true, limit: 2, nextToken });
    const second = get(head.nextForwardToken);
    expect(messagesOf(second)).toEqual(['3', '4']);
    expect(messagesOf(get(second.nextBackwardToken))).toEqual(['1', '2']);
    const third = get(second.nextForwardToken);
    expect(messagesOf(third)).toEqual(['5']);
    const end = get(third.nextForwardToken);
    expect([messagesOf(end), end.nextForwardToken]).toEqual([[], third.nextForwardToken]);
    put(logs, ['6']);
    expect(messagesOf(get(end.nextForwardToken))).toEqual(['6']);
    const begin = get(head.nextBackwardToken);
    expect([messagesOf(begin), begin.nextBackwardToken]).toEqual([[], head.nextBackwardToken]);
  });

  test('without a token begins with the newest', () => {
    using logs = withStream();
    expect(logs.call('GetLogEvents', stream).events).toEqual([]);
    put(logs, ['1', '2', '3']);
    const page = logs.call('GetLogEvents', { ...stream, limit: 2 });
    expect(messagesOf(page)).toEqual(['2', '3']);
    const before = logs.call('GetLogEvents', { ...stream, limit: 2, nextToken: page.nextBackwardToken });
    expect(messagesOf(before)).toEqual(['1']);
  });

  test('keeps to a time range whose end does not belong to it', () => {
    using logs = withStream();
    put(logs, ['1', '2', '3', '4']);
    const startTime = logs.clock.now() - 3;
    expect(messagesOf(logs.call('GetLogEvents', { ...stream, startTime, endTime: startTime + 2 }))).toEqual([
      '2',
      '3',
    ]);
  });

  test('a page holds at most a megabyte', () => {
    using logs = withStream();
    for (const letter of ['a', 'b', 'c']) put(logs, [letter.repeat(500_000)]);
    const page = logs.call('GetLogEvents', { ...stream, startFromHead: true });
    expect(page.events).toHaveLength(2);
  });

  test('refuses tokens that are none, and groups named twice or not at all', () => {
    using logs = withStream();
    const message = (input: object): string =>
      errorOf(() => logs.call('GetLogEvents', { logStreamName: 's', ...input })).message;
    expect(message({ ...group, nextToken: 'f/1/s' })).toBe('The specified nextToken is invalid.');
    expect(message({ ...group, logGroupIdentifier: 'g' })).toContain('cannot both');
    expect(message({})).toContain('must be specified');
  });
});

describe('FilterLogEvents', () => {
  const filter = (logs: TestLogs, input: object): string[] =>
    (logs.call('FilterLogEvents', { ...group, ...input }).events ?? []).map(({ message }) => message ?? '');

  test('interleaves the streams of a group', () => {
    using logs = withStream();
    logs.call('CreateLogStream', { ...group, logStreamName: 't' });
    logs.call('CreateLogStream', { ...group, logStreamName: 'other' });
    put(logs, ['s1', 's2', 's3']);
    put(logs, ['t1', 't2', 't3'], 't');
    put(logs, ['other'], 'other');
    expect(filter(logs, {})).toEqual(['s1', 't1', 's2', 't2', 's3', 't3', 'other']);
    expect(filter(logs, { filterPattern: '?s2 ?t3' })).toEqual(['s2', 't3']);
    expect(filter(logs, { logStreamNames: ['s', 't'], startTime: logs.clock.now() - 2 })).toEqual([
      's2',
      't2',
      's3',
      't3',
    ]);
    expect(filter(logs, { logStreamNamePrefix: 'o' })).toEqual(['other']);
    expect(filter(logs, { endTime: logs.clock.now() - 2 })).toEqual(['s1', 't1', 's2', 't2']);
    expect(filter(logs, { startFromHead: false, startTime: logs.clock.now() - 1 })).toEqual([
      'other',
      't3',
      's3',
    ]);
    const [first] = logs.call('FilterLogEvents', group).events ?? [];
    expect(first).toEqual({
      logStreamName: 's',
      timestamp: logs.clock.now() - 3,
      message: 's1',
      ingestionTime: logs.clock.now(),
      eventId: expect.stringMatching(/^\d{56}$/),
    });
  });

  test('pages through all hits, and a token fits only its query', () => {
    using logs = withStream();
    put(
      logs,
      Array.from({ length: 25 }, (_, index) => (index % 2 === 0 ? `even${index}` : `odd${index}`)),
    );
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = logs.call('FilterLogEvents', { ...group, filterPattern: 'even', limit: 5, nextToken });
      seen.push(...(page.events ?? []).map(({ message = '' }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual(Array.from({ length: 13 }, (_, index) => `even${2 * index}`));
    const token = logs.call('FilterLogEvents', { ...group, limit: 1 }).nextToken;
    expect(
      errorOf(() => logs.call('FilterLogEvents', { ...group, filterPattern: 'x', nextToken: token })),
    ).toEqual({
      code: 'InvalidParameterException',
      message: 'The specified nextToken is invalid.',
    });
  });

  test('refuses what cannot go together, and streams that there are not', () => {
    using logs = withStream();
    expect(errorOf(() => filter(logs, { logStreamNames: ['s'], logStreamNamePrefix: 's' })).code).toBe(
      'InvalidParameterException',
    );
    expect(errorOf(() => filter(logs, { logStreamNames: ['none'] })).code).toBe('ResourceNotFoundException');
    expect(errorOf(() => filter(logs, { filterPattern: 'a:b' })).message).toBe(
      "Invalid character(s) in term 'a:b'",
    );
  });
});

describe('StartLiveTail', () => {
  const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';

  test('tells what comes in, once a second', async () => {
    using logs = withStream();
    const answer = logs.call('StartLiveTail', { logGroupIdentifiers: [arn], logEventFilterPattern: 'yes' });
    const events = answer.events[Symbol.asyncIterator]();
    expect(await nextOf(events)).toMatchObject({
      type: 'sessionStart',
      payload: { logGroupIdentifiers: [arn] },
    });
    put(logs, ['yes', 'no']);
    const update = nextOf(events);
    await logs.clock.advance(1000);
    expect(await update).toEqual({
      type: 'sessionUpdate',
      payload: {
        sessionMetadata: { sampled: false },
        sessionResults: [
          {
            logStreamName: 's',
            logGroupIdentifier: '000000000000:g',
            message: 'yes',
            timestamp: logs.clock.now() - 1002,
            ingestionTime: logs.clock.now() - 1000,
          },
        ],
      },
    });
    put(
      logs,
      Array.from({ length: 501 }, () => 'yes'),
    );
    const sampled = nextOf(events);
    await logs.clock.advance(1000);
    expect(await sampled).toMatchObject({ payload: { sessionMetadata: { sampled: true } } });
    await events.return?.(undefined);
  });

  test('refuses names, stars and streams of several groups', () => {
    using logs = withStream();
    const code = (input: object): string =>
      errorOf(() => logs.send('StartLiveTail', { logGroupIdentifiers: [arn], ...input })).code;
    expect(code({ logGroupIdentifiers: ['g'] })).toBe('InvalidParameterException');
    expect(code({ logGroupIdentifiers: [`${arn}:*`] })).toBe('InvalidParameterException');
    expect(code({ logGroupIdentifiers: [arn, arn], logStreamNames: ['s'] })).toBe(
      'InvalidParameterException',
    );
    expect(code({ logGroupIdentifiers: [`${arn}x`] })).toBe('ResourceNotFoundException');
  });
});
