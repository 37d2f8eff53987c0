import { expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { EngineError } from '../../../docker/errors.ts';
import type { LogChunk, LogOptions } from '../../../docker/logs.ts';
import { wholeLog } from './whole-log.ts';

const at = (nanoseconds: number): string => `2026-01-01T00:00:09.${String(nanoseconds).padStart(9, '0')}Z`;
const chunk = (stream: 'stdout' | 'stderr', nanoseconds: number, text: string): LogChunk => ({
  stream,
  time: at(nanoseconds),
  bytes: Buffer.from(text),
});

async function read(
  answers: readonly (readonly LogChunk[] | Error)[],
  follow: boolean,
  after?: string,
): Promise<{ texts: string[]; asked: LogOptions[] }> {
  const asked: LogOptions[] = [];
  const engine = fakeEngine({
    containers: {
      async *logs(_id, options) {
        const answer = answers[asked.length] ?? [];
        asked.push(options);
        if (answer instanceof Error) throw answer;
        yield* answer;
      },
    },
  });
  const texts: string[] = [];
  const { signal } = new AbortController();
  for await (const { bytes } of wholeLog(engine, 'c1', { tty: false, follow, after, signal })) {
    texts.push(bytes.toString());
  }
  return { texts, asked };
}

test('gives what a followed log has left out at its end, once', async () => {
  const one = chunk('stdout', 1, 'one\n');
  const two = chunk('stderr', 5, 'two\n');
  // Written before `two`, by the other stream, and given after it.
  const late = chunk('stdout', 4, 'three');
  const { texts, asked } = await read(
    [
      [one, two],
      [one, two, late],
    ],
    true,
  );
  expect(texts).toEqual(['one\n', 'two\n', 'three']);
  expect(asked.map(({ follow, since }) => ({ follow, since }))).toEqual([
    { follow: true, since: undefined },
    { follow: undefined, since: BigInt(Date.parse('2026-01-01T00:00:08Z')) * 1_000_000n + 5n },
  ]);
});

test('gives everything when the followed log gave nothing at all', async () => {
  const { texts, asked } = await read([[], [chunk('stdout', 1, 'only')]], true);
  expect(texts).toEqual(['only']);
  expect(asked[1]?.since).toBeUndefined();
});

test('knows times with an offset, and with fewer digits, for the same', async () => {
  const first = { ...chunk('stdout', 0, 'a\n'), time: '2026-01-01T00:00:09.5Z' };
  const again = { ...first, time: '2026-01-01T01:00:09.500000000+01:00' };
  expect((await read([[first], [again]], true)).texts).toEqual(['a\n']);
});

test('asks once when nothing is followed', async () => {
  const { texts, asked } = await read([[chunk('stdout', 1, 'one\n')]], false);
  expect(texts).toEqual(['one\n']);
  expect(asked).toHaveLength(1);
});

test('ends when the container has been removed meanwhile, and fails when the engine does', async () => {
  const error = (kind: 'not-found' | 'server'): EngineError =>
    new EngineError({ kind, message: kind, call: 'GET /containers/c1/logs' });
  expect((await read([[chunk('stdout', 1, 'one\n')], error('not-found')], true)).texts).toEqual(['one\n']);
  await expect(read([[], error('server')], true)).rejects.toThrow('server');
});

test('leaves out what is not later than asked for', async () => {
  const chunks = [1, 2, 3].map((time) => chunk('stdout', time, `${time}\n`));
  const { texts, asked } = await read([chunks, chunks], true, at(2));
  expect(texts).toEqual(['3\n']);
  expect(asked[0]?.since).toBe(BigInt(Date.parse('2026-01-01T00:00:08Z')) * 1_000_000n + 2n);
});

test('drops nothing when the clock of the engine is set back', async () => {
  const chunks = [5, 1, 2].map((time) => chunk('stdout', time, `${time}\n`));
  expect((await read([chunks, chunks], true)).texts).toEqual(['5\n', '1\n', '2\n']);
});
