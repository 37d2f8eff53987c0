import { nextCron, parseCron } from '../../../aws/schedule/cron.ts';
import type { RotationRulesType } from '../../../aws/contract/secretsmanager.types.gen.ts';
import {
  daysInvalid,
  durationInvalid,
  durationTooLong,
  hoursInvalid,
  pastMidnight,
  rulesMissing,
  scheduleInvalid,
  twoSchedules,
} from '../errors.ts';

const hour = 3_600_000;
const day = 24 * hour;
const shortest = 4 * hour;

/** When a rotation may take place: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
export interface Window {
  readonly opens: number;
  readonly closes: number;
}

/** Refuses rules that say no time, or times too near to one another. */
export function checkRules(rules: RotationRulesType, now: number): void {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: duration } = rules;
  if (days !== undefined && expression !== undefined) throw twoSchedules();
  if (days === undefined && expression === undefined) throw rulesMissing();
  const hours = duration === undefined ? undefined : Number(duration.slice(0, -1));
  if (hours !== undefined && (hours < 1 || hours > 24)) throw durationInvalid();
  if (expression === undefined) return;
  const rate = rateOf(expression);
  if (rate === undefined) {
    checkCron(expression, now);
    const start = /^cron\(0 (\d+) /.exec(expression)?.[1];
    if (start !== undefined && Number(start) + (hours ?? 0) > 24) throw pastMidnight();
    return;
  }
  const { count, unit } = rate;
  if (unit === hour && (count < 4 || count > 23)) throw hoursInvalid();
  if (unit === day && (count < 1 || count > 1000)) throw daysInvalid();
  if (unit === hour && (hours ?? 0) > count) throw durationTooLong();
}

/** On the hour, in every year, and not more often than every four hours. */
function checkCron(expression: string, now: number): void {
  const first = /^cron\(0 .* \*\)$/.test(expression) ? nextTimeOf(expression, now) : undefined;
  const second = first && nextTimeOf(expression, first);
  const third = second && nextTimeOf(expression, second);
  const times = [first, second, third].filter((time) => time !== undefined);
  const isDense = times.some((time, index) => time - (times[index - 1] ?? -Infinity) < shortest);
  if (first === undefined || isDense) throw scheduleInvalid();
}

/** The window after `since`, when the secret was last rotated or its rules were set. */
export function windowAfter(rules: RotationRulesType, since: number): Window | undefined {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression = `rate(${days} days)` } = rules;
  const rate = rateOf(expression);
  const opens =
    rate === undefined ? nextTimeOf(expression, since) : floor(since + rate.count * rate.unit, rate.unit);
  return opens === undefined ? undefined : windowFrom(rules, opens);
}

/** The window that opens then. */
export function windowFrom(
  { ScheduleExpression: expression, Duration: duration }: RotationRulesType,
  opens: number,
): Window {
  return { opens, closes: opens + lengthOf(duration, expression ?? '', opens) };
}

/** Without a duration: the rest of the day, or an hour where the schedule counts hours. */
function lengthOf(duration: string | undefined, expression: string, opens: number): number {
  if (duration !== undefined) return Number(duration.slice(0, -1)) * hour;
  const countsHours = /^rate\(\d+ hour|^cron\(\S+ \S*\//.test(expression);
  return countsHours ? hour : floor(opens, day) + day - opens - 1000;
}

function rateOf(expression: string): { readonly count: number; readonly unit: number } | undefined {
  const [, count, name] = /^rate\((\d{1,9}) (hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined ? undefined : { count: Number(count), unit: name === 'hour' ? hour : day };
}

const floor = (time: number, unit: number): number => Math.floor(time / unit) * unit;

/** The first time of a `cron(…)` after `now`; `undefined` for what is none, or is over. */
function nextTimeOf(expression: string, now: number): number | undefined {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1];
  const cron = fields === undefined ? undefined : parseCron(fields);
  return cron && nextCron(cron, now);
}
