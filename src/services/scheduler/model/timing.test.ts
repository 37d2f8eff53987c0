import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeZone } from '../../../kernel/time-zone.ts';
import { lastTime, nextTime, parseTiming, type Plan } from './timing.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
function plan(expression: string, zone = 'UTC', more: Partial<Plan> = {}): Plan {
  const timing = parseTiming(expression);
  const found = timeZone(zone);
  if (timing === undefined || found === undefined) throw new Error(`no schedule: ${expression} ${zone}`);
  return { timing, zone: found, since: at('2026-01-01T00:00:30'), ...more };
}
function times(tested: Plan, after: string, count: number): string[] {
  const found: string[] = [];
  let time = nextTime(tested, at(after));
  while (time !== undefined && found.length < count) {
    found.push(new Date(time).toISOString().slice(0, 19));
    time = nextTime(tested, time);
  }
  return found;
}

describe('an expression', () => {
  test.each([
    'at(2026-02-28T23:59:59)',
    'rate(1 minute)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(100 days)',
    'cron(0-15/1 8-8 ? * 2,3,4 *)',
  ])('%s', (text) => {
    expect(parseTiming(text)).toBeDefined();
  });

  test.each([
    '',
    'at(2026-02-30T00:00:00)',
    'at(2026-01-01T24:00:00)',
    'at(2026-01-01T00:00)',
    'at(2026-01-01T00:00:00Z)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'rate(-1 hour)',
    'rate(1.5 hours)',
    'cron(0 10 * * * *)',
    'cron(* * * * *)',
    'once(2026-01-01T00:00:00)',
    ' rate(1 minute)',
  ])('is none: %j', (text) => {
    expect(parseTiming(text)).toBeUndefined();
  });
});

describe('a schedule is due', () => {
  test('once, by the clocks of its zone', () => {
    const tested = plan('at(2026-07-01T12:00:00)', 'Europe/Berlin', { end: at('2026-01-02T00:00') });
    expect(times(tested, '2026-01-01T00:00', 3)).toEqual(['2026-07-01T10:00:00']);
    expect(times(tested, '2026-07-01T10:00', 3)).toEqual([]);
  });

  test('once, later where clocks are set forward over the time', () => {
    const tested = plan('at(2026-03-29T02:30:00)', 'Europe/Berlin');
    expect(times(tested, '2026-01-01T00:00', 3)).toEqual(['2026-03-29T01:30:00']);
  });

  test('at a rate, at once and then every so often', () => {
    expect(times(plan('rate(2 hours)'), '2026-01-01T00:00', 3)).toEqual([
      '2026-01-01T00:00:30',
      '2026-01-01T02:00:30',
      '2026-01-01T04:00:30',
    ]);
  });

  test('at a rate from its start to its end', () => {
    const tested = plan('rate(1 day)', 'Europe/Berlin', {
      start: at('2026-03-28T12:00'),
      end: at('2026-03-30T12:00'),
    });
    // A day is 24 hours, whatever clocks do in between.
    expect(times(tested, '2026-01-01T00:00', 9)).toEqual([
      '2026-03-28T12:00:00',
      '2026-03-29T12:00:00',
      '2026-03-30T12:00:00',
    ]);
  });

  test('by the calendar of its zone, in summer and winter', () => {
    const tested = plan('cron(0 8 1 * ? *)', 'America/New_York');
    expect(times(tested, '2026-02-15T00:00', 2)).toEqual(['2026-03-01T13:00:00', '2026-04-01T12:00:00']);
  });

  test('not at a time that clocks are set forward over', () => {
    const tested = plan('cron(30 2 * * ? *)', 'Europe/Berlin');
    expect(times(tested, '2026-03-28T00:00', 3)).toEqual([
      '2026-03-28T01:30:00',
      '2026-03-30T00:30:00',
      '2026-03-31T00:30:00',
    ]);
  });

  test('once at a time that clocks show twice', () => {
    const tested = plan('cron(30 2 * * ? *)', 'Europe/Berlin');
    expect(times(tested, '2026-10-24T12:00', 2)).toEqual(['2026-10-25T00:30:00', '2026-10-26T01:30:00']);
    expect(times(tested, '2026-10-25T01:00', 1)).toEqual(['2026-10-26T01:30:00']);
  });

  test('between start and end', () => {
    const tested = plan('cron(0 * * * ? *)', 'UTC', {
      start: at('2026-01-05T10:00'),
      end: at('2026-01-05T12:30'),
    });
    expect(times(tested, '2026-01-01T00:00', 9)).toEqual([
      '2026-01-05T10:00:00',
      '2026-01-05T11:00:00',
      '2026-01-05T12:00:00',
    ]);
  });
});

test('the last time in a span is the last of all that a walk finds', () => {
  const expressions = fc.constantFrom('rate(7 minutes)', 'cron(0/9 * * * ? *)', 'at(2026-01-01T05:00:00)');
  const minutes = fc.integer({ min: 0, max: 24 * 60 });
  fc.assert(
    fc.property(expressions, minutes, minutes, (expression, from, length) => {
      const tested = plan(expression, 'Europe/Berlin', { end: at('2026-01-01T20:00') });
      const begin = at('2026-01-01T00:00') + from * 60_000;
      const finish = begin + length * 60_000;
      let expected: number | undefined;
      for (let time = nextTime(tested, begin - 1); time !== undefined && time <= finish;) {
        expected = time;
        time = nextTime(tested, time);
      }
      expect(lastTime(tested, begin, finish)).toBe(expected);
    }),
  );
});
