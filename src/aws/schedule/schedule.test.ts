import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextCron, parseCron } from './cron.ts';
import { nextTime, parseSchedule } from './schedule.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const next = (cron: string, now: string): string | undefined => {
  const parsed = parseCron(cron);
  if (parsed === undefined) throw new Error(`no cron: ${cron}`);
  const time = nextCron(parsed, at(now));
  return time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);
};

describe('a cron', () => {
  test.each([
    ['0 10 * * ? *', '2026-01-01T09:59', '2026-01-01T10:00'],
    ['0 10 * * ? *', '2026-01-01T10:00', '2026-01-02T10:00'],
    ['15 12 * * ? *', '2026-12-31T23:00', '2027-01-01T12:15'],
    ['0 18 ? * MON-FRI *', '2026-01-02T18:00', '2026-01-05T18:00'],
    ['0 8 1 * ? *', '2026-01-15T00:00', '2026-02-01T08:00'],
    ['0/15 * * * ? *', '2026-01-01T00:46', '2026-01-01T01:00'],
    ['0/5 8-17 ? * MON-FRI *', '2026-01-02T17:55', '2026-01-05T08:00'],
    ['5,35 14 * * ? *', '2026-01-01T14:05', '2026-01-01T14:35'],
    ['0 0 L * ? *', '2026-02-10T00:00', '2026-02-28T00:00'],
    ['0 0 L-2 * ? *', '2026-02-10T00:00', '2026-02-26T00:00'],
    ['0 0 LW * ? *', '2026-01-10T00:00', '2026-01-30T00:00'],
    ['0 0 3W * ? *', '2026-01-01T00:00', '2026-01-02T00:00'],
    ['0 0 4W * ? *', '2026-01-01T00:00', '2026-01-05T00:00'],
    ['0 0 1W * ? *', '2026-07-31T00:00', '2026-08-03T00:00'],
    ['0 0 ? * 3#1 *', '2026-01-07T00:00', '2026-02-03T00:00'],
    ['0 0 ? * TUE#5 *', '2026-01-01T00:00', '2026-03-31T00:00'],
    ['0 0 ? * 6L *', '2026-01-01T00:00', '2026-01-30T00:00'],
    ['0 0 ? * L *', '2026-01-01T00:00', '2026-01-03T00:00'],
    ['0 0 29 2 ? *', '2026-01-01T00:00', '2028-02-29T00:00'],
    ['0 0 1 JAN,JUL ? 2027/2', '2026-01-01T00:00', '2027-01-01T00:00'],
    ['0 0 1 1 ? 2025', '2026-01-01T00:00', undefined],
    ['0 0 31 2 ? *', '2026-01-01T00:00', undefined],
  ])('%s after %s', (cron, now, expected) => {
    expect(next(cron, now)).toBe(expected);
  });

  test.each([
    '0 10 * * * *',
    '0 10 ? * ? *',
    '0 10 * * ?',
    '60 10 * * ? *',
    '0 24 * * ? *',
    '0 10 0 * ? *',
    '0 10 ? * 8 *',
    '0 10 ? * MON#6 *',
    '0 10 32W * ? *',
    '0/0 10 * * ? *',
    '5-3 10 * * ? *',
    '0 10 * FOO ? *',
    '0 10 * * ? 1969',
    '',
  ])('is none: %s', (cron) => {
    expect(parseCron(cron)).toBeUndefined();
  });

  test('comes at the first minute that fits, as a walk over all minutes finds it', () => {
    const part = fc.constantFrom('*', '0/7', '3', '10-20', '1,59');
    const hour = fc.constantFrom('*', '0/5', '3', '10-20', '1,23');
    const start = fc.integer({ min: at('2026-01-01T00:00'), max: at('2026-12-31T00:00') });
    fc.assert(
      fc.property(part, hour, start, (minute, hours, now) => {
        const cron = parseCron(`${minute} ${hours} * * ? *`);
        if (cron === undefined) throw new Error('it is a cron');
        let time = Math.floor(now / 60_000) * 60_000 + 60_000;
        const fits = (ms: number): boolean =>
          cron.hours.has(new Date(ms).getUTCHours()) && cron.minutes.has(new Date(ms).getUTCMinutes());
        while (!fits(time)) time += 60_000;
        expect(nextCron(cron, now)).toBe(time);
      }),
    );
  });
});

describe('a schedule', () => {
  test.each([
    ['rate(1 minute)', true],
    ['rate(5 minutes)', true],
    ['rate(1 hour)', true],
    ['rate(2 days)', true],
    ['rate(1 minutes)', false],
    ['rate(5 minute)', false],
    ['rate(0 minutes)', false],
    ['rate(5 seconds)', false],
    ['cron(0 10 * * ? *)', true],
    ['cron(0 10 * * * *)', false],
    ['at(2026-01-01T00:00:00)', false],
  ])('%s', (text, isOne) => {
    expect(parseSchedule(text) !== undefined).toBe(isOne);
  });

  test('at a rate keeps to its beginning, also after a pause', () => {
    const schedule = parseSchedule('rate(5 minutes)');
    if (schedule === undefined) throw new Error('it is a schedule');
    expect(nextTime(schedule, 1000, 1000)).toBe(301_000);
    expect(nextTime(schedule, 1000, 301_000)).toBe(601_000);
    expect(nextTime(schedule, 1000, 10_000_000)).toBe(10_201_000);
  });
});
