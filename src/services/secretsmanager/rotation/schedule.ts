import type { RotationRulesType } from '../../../aws/contract/secretsmanager.types.gen.ts';
import {
  cronInvalid,
  durationInvalid,
  rulesMissing,
  scheduleInvalid,
  twoSchedules,
  windowTooLong,
} from '../errors.ts';
import type { NextCron } from './ports.ts';

const hour = 3_600_000;
const day = 24 * hour;
const shortest = 4 * hour;
const longest = 999 * day;

/** When a rotation may take place: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
export interface Window {
  readonly opens: number;
  readonly closes: number;
}

/** Refuses rules that say no time, or times too near to one another. */
export function checkRules(rules: RotationRulesType, nextCron: NextCron, now: number): void {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: duration } = rules;
  if (days !== undefined && expression !== undefined) throw twoSchedules();
  if (days === undefined && expression === undefined) throw rulesMissing();
  const hours = duration === undefined ? undefined : Number(duration.slice(0, -1));
  if (hours !== undefined && (hours < 1 || hours > 24)) throw durationInvalid();
  if (expression === undefined) return;
  const rate = rateOf(expression);
  if (rate === undefined) {
    const first = nextCron(expression, now);
    if (first === undefined) throw cronInvalid(expression);
    const second = nextCron(expression, first);
    if (second !== undefined && second - first < shortest) throw scheduleInvalid();
    if (second !== undefined && hours !== undefined && hours * hour > second - first) throw windowTooLong();
  } else {
    if (rate.every < shortest || rate.every > longest) throw scheduleInvalid();
    if (hours !== undefined && hours * hour > rate.every) throw windowTooLong();
  }
}

/** The window after `since`, when the secret was last rotated or its rules were set. */
export function windowAfter(rules: RotationRulesType, nextCron: NextCron, since: number): Window | undefined {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression = `rate(${days} days)` } = rules;
  const rate = rateOf(expression);
  const opens = rate === undefined ? nextCron(expression, since) : floor(since + rate.every, rate.unit);
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

function rateOf(expression: string): { readonly every: number; readonly unit: number } | undefined {
  const [, value, name] = /^rate\(([1-9]\d{0,3}) (hour|day)s?\)$/.exec(expression) ?? [];
  if (value === undefined) return undefined;
  const unit = name === 'hour' ? hour : day;
  return { every: Number(value) * unit, unit };
}

const floor = (time: number, unit: number): number => Math.floor(time / unit) * unit;
