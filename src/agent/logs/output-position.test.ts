import { expect, test } from 'vitest';

import type { LogLine } from '../backends/backend.ts';
import { behind, startOf, unseen } from './output-position.ts';

const line = (stream: LogLine['stream'], time: string, text = ''): LogLine => ({ stream, time, text });
const second = (each: number): string => `2026-01-01T00:00:0${each}.000000000Z`;

const log = [
  line('stdout', second(1), 'a'),
  line('stderr', second(2), 'b'),
  line('stdout', second(2), 'c'),
  line('stdout', second(2), 'd'),
  line('stderr', second(2), 'e'),
  line('stdout', second(3), 'f'),
];

test('whatever the position, what is behind it follows on what is before it', () => {
  for (let shipped = 0; shipped <= log.length; shipped += 1) {
    const position = log.slice(0, shipped).reduce(behind, {});
    const rest = log.filter(unseen(position)).map(({ text }) => text);
    expect(rest).toEqual(log.slice(shipped).map(({ text }) => text));
  }
});

test('a log is read from a second before the latest line on', () => {
  expect(startOf({})).toBeUndefined();
  const position = [line('stdout', second(5)), line('stderr', second(4))].reduce(behind, {});
  expect(startOf(position)).toBe(BigInt(Date.parse(second(4))) * 1_000_000n);
});
