import { type Cron, nextCron, parseCron } from './cron.ts';

/** When a rule sends its event: every so often, or by the calendar. */
export type Schedule =
  | { readonly kind: 'rate'; readonly every: number }
  | { readonly kind: 'cron'; readonly cron: Cron };

const units: ReadonlyMap<string, number> = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);

/** `undefined` for what AWS calls "not valid", such as `rate(1 minutes)` and `rate(2 minute)`. */
export function parseSchedule(text: string): Schedule | undefined {
  const [, value, unit, plural] = /^rate\(([1-9]\d{0,9}) (minute|hour|day)(s?)\)$/.exec(text) ?? [];
  if (value !== undefined && unit !== undefined) {
    if ((value === '1') !== (plural === '')) return undefined;
    return { kind: 'rate', every: Number(value) * (units.get(unit) ?? 0) };
  }
  const [, fields] = /^cron\((.+)\)$/.exec(text) ?? [];
  const cron = fields === undefined ? undefined : parseCron(fields);
  return cron && { kind: 'cron', cron };
}

/**
 * The first time after `now`; a rate counts from `since`, when the rule was made or enabled, so that a
 * restart does not shift it. `undefined` where there is none any more.
 */
export function nextTime(schedule: Schedule, since: number, now: number): number | undefined {
  if (schedule.kind === 'cron') return nextCron(schedule.cron, now);
  const passed = Math.floor(Math.max(0, now - since) / schedule.every);
  return since + (passed + 1) * schedule.every;
}
