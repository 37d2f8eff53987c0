import { expect, test } from 'vitest';

import type { LogLine } from '../backends/backend.ts';
import { LineEvents } from './line-events.ts';
import { longestEvent } from './split-message.ts';

const lines = (...texts: string[]): LogLine[] =>
  texts.map((text, index) => ({ stream: 'stdout', time: `2026-01-01T00:00:0${index}.123456789Z`, text }));

const messages = (begins: RegExp | undefined, input: readonly LogLine[]): readonly string[] => {
  const events = new LineEvents(begins, {});
  return [...input.flatMap((line) => events.push(line)), ...events.flush()].map(({ message }) => message);
};

test('a line is an event, at its millisecond; an empty one is none', () => {
  const events = new LineEvents(undefined, {});
  const [first, second] = lines('a', '').map((line) => events.push(line));
  expect(first).toEqual([
    {
      at: Date.parse('2026-01-01T00:00:00.123Z'),
      message: 'a',
      position: { stdout: { time: '2026-01-01T00:00:00.123456789Z', lines: 1 } },
    },
  ]);
  expect(second).toEqual([]);
});

test('a long line is cut at the size of an event, between characters', () => {
  const [first = '', second = ''] = messages(undefined, lines(`x${'é'.repeat(longestEvent / 2)}`));
  expect(Buffer.byteLength(first)).toBe(longestEvent - 1);
  expect(second).toBe('é');
});

test('with a pattern, an event goes on to the next line that matches', () => {
  expect(messages(/^\d/, lines('lead', '1 a', '  b', '', '2 c'))).toEqual([
    'lead\n',
    '1 a\n  b\n\n',
    '2 c\n',
  ]);
});

test('with a pattern, an event is cut before it grows too long', () => {
  const half = 'x'.repeat(longestEvent / 2);
  expect(messages(/^\d/, lines('1', half, half)).map(({ length }) => length)).toEqual([
    longestEvent / 2 + 3,
    longestEvent / 2 + 1,
  ]);
});

test('the position of an event is behind its last line, not behind those that are held', () => {
  const events = new LineEvents(/^\d/, {});
  const [ready] = lines('1', 'a', '2').flatMap((line) => events.push(line));
  expect(ready?.position).toEqual({ stdout: { time: '2026-01-01T00:00:01.123456789Z', lines: 1 } });
  expect(events.isHolding).toBe(true);
});
