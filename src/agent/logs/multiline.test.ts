import { describe, expect, test } from 'vitest';

import { firstLinePattern } from './multiline.ts';

const plan = { region: 'us-east-1', group: 'g', createGroup: false };

describe('patterns of Go', () => {
  test.each([
    ['^INFO', 'INFO a', true],
    ['(?i)^info', 'INFO a', true],
    ['^[[:digit:]]+:', '12: a', true],
    [String.raw`\A(?P<level>WARN|ERROR)`, 'ERROR', true],
    ['^INFO', ' INFO', false],
  ])('%s on %s', (multilinePattern, line, expected) => {
    expect(firstLinePattern({ ...plan, multilinePattern })?.test(line)).toBe(expected);
  });
});

describe('formats of strftime', () => {
  test.each([
    ['%Y-%m-%d %H:%M:%S', '2026-11-26 09:30:00 started', true],
    ['%Y-%m-%dT%H:%M:%S%L%z', '2026-11-26T09:30:00.123+0200', true],
    [String.raw`\[%b %d, %Y %I:%M:%S %p\]`, '[Nov 26, 2026 09:30:00 AM] x', true],
    ['%A %j %y %Z', 'Thursday 330 26 CEST', true],
    ['%H:%M', '29:70', false],
  ])('%s on %s', (datetimeFormat, line, expected) => {
    expect(firstLinePattern({ ...plan, datetimeFormat })?.test(line)).toBe(expected);
  });
});

test('without either each line is an event', () => {
  expect(firstLinePattern(plan)).toBeUndefined();
});

test('what cannot be is refused in the words of the driver', () => {
  expect(() => firstLinePattern({ ...plan, multilinePattern: '(' })).toThrow(
    'awslogs could not parse multiline pattern key "("',
  );
  expect(() => firstLinePattern({ ...plan, multilinePattern: 'a', datetimeFormat: '%Y' })).toThrow(
    "you cannot configure log opt 'awslogs-datetime-format' and 'awslogs-multiline-pattern' at the same time",
  );
});
