import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TimeZone, timeZone, utc } from './time-zone.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
function zone(name: string): TimeZone {
  const found = timeZone(name);
  if (found === undefined) throw new Error(`no zone: ${name}`);
  return found;
}

describe('a time zone', () => {
  test.each([
    ['UTC', '2026-07-01T12:00', '2026-07-01T12:00'],
    ['Europe/Berlin', '2026-07-01T12:00', '2026-07-01T14:00'],
    ['Europe/Berlin', '2026-01-01T00:00', '2026-01-01T01:00'],
    ['America/New_York', '2026-01-01T02:00', '2025-12-31T21:00'],
    ['Asia/Kathmandu', '2026-01-01T00:00', '2026-01-01T05:45'],
    ['Pacific/Apia', '2011-12-30T09:59', '2011-12-29T23:59'],
    ['Pacific/Apia', '2011-12-30T10:00', '2011-12-31T00:00'],
  ])('%s shows at %s', (name, instant, wall) => {
    expect(zone(name).wallAt(at(instant))).toBe(at(wall));
    expect(zone(name).instantOf(at(wall))).toBe(at(instant));
  });

  test('that is set forward never shows some of the time', () => {
    expect(zone('Europe/Berlin').instantOf(at('2026-03-29T02:30'))).toBeUndefined();
    expect(zone('Europe/Berlin').instantOf(at('2026-03-29T03:00'))).toBe(at('2026-03-29T01:00'));
    expect(zone('Pacific/Apia').instantOf(at('2011-12-30T12:00'))).toBeUndefined();
  });

  test('that is set back shows some of the time twice: the first instant counts', () => {
    expect(zone('Europe/Berlin').instantOf(at('2026-10-25T02:30'))).toBe(at('2026-10-25T00:30'));
    expect(zone('Europe/Berlin').wallAt(at('2026-10-25T01:30'))).toBe(at('2026-10-25T02:30'));
  });

  test('shows what Intl shows, in every zone, before and after its clocks are set', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: name,
        dateStyle: 'short',
        timeStyle: 'medium',
      });
      // European clocks, and the American ones of the east, are set then.
      for (const instant of ['2026-03-29T01:00:00', '2026-10-25T01:00:00', '2026-11-01T06:00:00'].map(at)) {
        for (const tested of [instant - 1000, instant, instant + 899_000]) {
          expect(zone(name).wallAt(tested)).toBe(at(format.format(tested).replace(' ', 'T')));
        }
      }
    }
  });

  test.each(['', 'Mars/Olympus', '+02:00', '-08', 'Europe/Berlin ', '\u0000'])('is none: %j', (name) => {
    expect(timeZone(name)).toBeUndefined();
  });

  test('brings each instant back, but for what is shown a second time', () => {
    const names = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo');
    const minutes = fc.integer({
      min: at('1990-01-01T00:00') / 60_000,
      max: at('2060-01-01T00:00') / 60_000,
    });
    fc.assert(
      fc.property(names, minutes, (name, minute) => {
        const instant = minute * 60_000;
        const tested = zone(name);
        const found = tested.instantOf(tested.wallAt(instant));
        expect(found).toBeDefined();
        expect(instant - (found ?? 0)).toBeGreaterThanOrEqual(0);
        expect(tested.wallAt(found ?? 0)).toBe(tested.wallAt(instant));
      }),
    );
  });

  test('of UTC costs nothing', () => {
    expect(timeZone('UTC')).toBe(utc);
  });
});
