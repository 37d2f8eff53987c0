import { expect, test } from 'vitest';
import { collect } from '../../test/support/docker/collect.ts';
import { nanosecondsOf } from './engine-time.ts';
import type { LogChunk, LogOptions } from './logs.ts';
import { logsToEnd } from './logs-to-end.ts';

/** An engine whose follower misses all but the first `followed` records. */
function engineWith(records: readonly (readonly [time: string, text: string])[], followed: number) {
  const asked: LogOptions[] = [];
  async function* read(options: LogOptions): AsyncGenerator<LogChunk> {
    asked.push(options);
    const since = options.since ?? 0n;
    const given = options.follow ? records.slice(0, followed) : records;
    for (const [time, text] of given) {
      if (nanosecondsOf(time) >= since) yield { stream: 'stdout', time, bytes: Buffer.from(text) };
    }
  }
  return { asked, read };
}

const records = [
  ['2026-01-01T00:00:00.000000001Z', 'a'],
  ['2026-01-01T00:00:00.000000002Z', 'b'],
  ['2026-01-01T00:00:00.000000002Z', 'c'],
  ['2026-01-01T00:00:00.000000002Z', 'd'],
  ['2026-01-01T00:00:00.000000003Z', 'e'],
] as const;

test.each([0, 1, 2, 3, 4, 5])('gives each record once when the follower saw %i of 5', async (followed) => {
  const { read } = engineWith(records, followed);
  const chunks = await collect(logsToEnd(read, { tty: false }));
  expect(chunks.map(({ bytes }) => bytes.toString()).join('')).toBe('abcde');
});

test('works with times of whole seconds', async () => {
  const second = '2026-01-01T00:00:00Z';
  const { read } = engineWith(
    [
      [second, 'a'],
      [second, 'b'],
      [second, 'c'],
    ],
    2,
  );
  const chunks = await collect(logsToEnd(read, { tty: false }));
  expect(chunks.map(({ bytes }) => bytes.toString()).join('')).toBe('abc');
});

test('works where the follower cuts lines elsewhere than the file', async () => {
  const second = '2026-01-01T00:00:00Z';
  async function* read({ follow }: LogOptions): AsyncGenerator<LogChunk> {
    for (const text of follow ? ['on', 'e\ntw'] : ['one\n', 'two\n', 'three']) {
      yield { stream: 'stdout', time: second, bytes: Buffer.from(text) };
    }
  }
  const chunks = await collect(logsToEnd(read, { tty: false }));
  expect(chunks.map(({ bytes }) => bytes.toString())).toEqual(['on', 'e\ntw', 'o\n', 'three']);
});

test('a stream that the follower did not reach is given, also from just before the other', async () => {
  async function* read({ follow, since }: LogOptions): AsyncGenerator<LogChunk> {
    yield { stream: 'stdout', time: '2026-01-01T00:00:01.000000009Z', bytes: Buffer.from('out') };
    if (follow) return;
    expect(since).toBe(nanosecondsOf('2026-01-01T00:00:00.000000009Z'));
    yield { stream: 'stderr', time: '2026-01-01T00:00:01.000000005Z', bytes: Buffer.from('err') };
  }
  const chunks = await collect(logsToEnd(read, { tty: false }));
  expect(chunks.map(({ bytes }) => bytes.toString())).toEqual(['out', 'err']);
});

test('the second look begins where the caller began, if the follower saw nothing', async () => {
  const { read, asked } = engineWith(records, 0);
  const since = nanosecondsOf(records[4][0]);
  await collect(logsToEnd(read, { tty: false, since }));
  expect(asked.map((each) => [each.follow, each.since])).toEqual([
    [true, since],
    [undefined, since],
  ]);
});
