/**
 * The cron dialect of EventBridge and its Scheduler: `minutes hours day-of-month month day-of-week year`, with
 * `, - * /` everywhere, `?` in one of the two day fields, `L` and `W` in the first and `L` and `#` in the second.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  readonly isDay: (day: Day) => boolean;
}

/** A day of the calendar. `weekday` counts from Sunday, which is 1. */
export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const lastYear = 2199;

interface Field {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const fields = {
  minutes: { from: 0, to: 59 },
  hours: { from: 0, to: 23 },
  days: { from: 1, to: 31 },
  months: { from: 1, to: 12, names: monthNames },
  weekdays: { from: 1, to: 7, names: dayNames },
  years: { from: 1970, to: lastYear },
} satisfies Record<string, Field>;

/** The six fields, without `cron(…)`. `undefined` where they are no schedule. */
export function parseCron(text: string): Cron | undefined {
  const parts = text.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = parts;
  if (parts.length !== 6) return undefined;
  // One of the two says which days; the other has no say.
  if ((day === '?') === (weekday === '?')) return undefined;
  const minutes = numbers(minute, fields.minutes);
  const hours = numbers(hour, fields.hours);
  const months = numbers(month, fields.months);
  const years = numbers(year, fields.years);
  const isDay = weekday === '?' ? dayOfMonth(day) : dayOfWeek(weekday);
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return { minutes, hours, months, years, isDay };
}

/**
 * The first minute after `now`, `undefined` where there is none: both in milliseconds since the epoch, by a
 * clock in UTC. For another zone, both are what its clocks show; see `kernel/time-zone.ts`.
 */
export function nextCron(cron: Cron, now: number): number | undefined {
  const start = new Date(Math.floor(now / 60_000) * 60_000 + 60_000);
  let year = start.getUTCFullYear();
  let month = start.getUTCMonth() + 1;
  let day = start.getUTCDate();
  let fromMinute = start.getUTCHours() * 60 + start.getUTCMinutes();
  while (year <= lastYear) {
    if (!cron.years.has(year)) {
      [year, month, day, fromMinute] = [year + 1, 1, 1, 0];
    } else if (!cron.months.has(month) || day > daysIn(year, month)) {
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
      [day, fromMinute] = [1, 0];
    } else {
      const minute = cron.isDay({ year, month, day }) ? minuteFrom(cron, fromMinute) : undefined;
      if (minute !== undefined) return Date.UTC(year, month - 1, day, 0, minute);
      [day, fromMinute] = [day + 1, 0];
    }
  }
  return undefined;
}

function minuteFrom(cron: Cron, from: number): number | undefined {
  for (let minute = from; minute < 24 * 60; minute += 1) {
    if (cron.hours.has(Math.floor(minute / 60)) && cron.minutes.has(minute % 60)) return minute;
  }
  return undefined;
}

function numbers(text: string, field: Field): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const range = rangeOf(part, field);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) found.add(value);
  }
  return found;
}

/** `*`, `3`, `3-5`, `MON-FRI`, each with `/2`; `3/2` goes on to the end. */
function rangeOf(
  part: string,
  field: Field,
): { readonly from: number; readonly to: number; readonly step: number } | undefined {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return undefined;
  if (range === '*') return { from: field.from, to: field.to, step: Number(step ?? 1) };
  const [first = '', last, ...others] = range.split('-');
  const from = numberOf(first, field);
  if (others.length > 0 || from === undefined) return undefined;
  if (last === undefined) return { from, to: step === undefined ? from : field.to, step: Number(step ?? 1) };
  const to = numberOf(last, field);
  return to === undefined || to < from ? undefined : { from, to, step: Number(step ?? 1) };
}

function numberOf(text: string, { from, to, names }: Field): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + from;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value < from || value > to ? undefined : value;
}

function dayOfMonth(text: string): Cron['isDay'] | undefined {
  if (text === 'L') return ({ year, month, day }) => day === daysIn(year, month);
  if (text === 'LW')
    return ({ year, month, day }) => day === nearestWeekday(year, month, daysIn(year, month));
  const before = /^L-(\d{1,2})$/.exec(text)?.[1];
  if (before !== undefined) return ({ year, month, day }) => day === daysIn(year, month) - Number(before);
  const wanted = /^(\d{1,2})W$/.exec(text)?.[1];
  if (wanted !== undefined) {
    const near = numberOf(wanted, fields.days);
    if (near === undefined) return undefined;
    return ({ year, month, day }) => near <= daysIn(year, month) && day === nearestWeekday(year, month, near);
  }
  const days = numbers(text, fields.days);
  return days && (({ day }) => days.has(day));
}

function dayOfWeek(text: string): Cron['isDay'] | undefined {
  if (text === 'L') return (day) => weekdayOf(day) === 7;
  const last = /^(\w+)L$/.exec(text)?.[1];
  if (last !== undefined) {
    const wanted = numberOf(last, fields.weekdays);
    if (wanted === undefined) return undefined;
    return (day) => weekdayOf(day) === wanted && day.day + 7 > daysIn(day.year, day.month);
  }
  const [weekday, nth] = /^(\w+)#([1-5])$/.exec(text)?.slice(1) ?? [];
  if (weekday !== undefined) {
    const wanted = numberOf(weekday, fields.weekdays);
    if (wanted === undefined) return undefined;
    return (day) => weekdayOf(day) === wanted && Math.ceil(day.day / 7) === Number(nth);
  }
  const days = numbers(text, fields.weekdays);
  return days && ((day) => days.has(weekdayOf(day)));
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

const weekdayOf = ({ year, month, day }: Day): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/** The weekday nearest to a day, in the same month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf({ year, month, day });
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === daysIn(year, month) ? day - 2 : day + 1;
  return day;
}
