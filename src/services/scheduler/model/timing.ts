import { type Cron, nextCron, parseCron } from '../../../aws/schedule/cron.ts';
import type { TimeZone } from '../../../kernel/time-zone.ts';

/** What a schedule's expression says. */
export type Timing =
  /** Once, at what clocks show in the schedule's zone; see `kernel/time-zone.ts`. */
  | { readonly kind: 'at'; readonly wall: number }
  /** Milliseconds. A day is 24 hours, also when clocks are set. */
  | { readonly kind: 'rate'; readonly every: number }
  | { readonly kind: 'cron'; readonly cron: Cron };

/** All that says when a schedule is due. Times are milliseconds since the epoch. */
export interface Plan {
  readonly timing: Timing;
  readonly zone: TimeZone;
  /** When a rate without a start begins. */
  readonly since: number;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

const units: ReadonlyMap<string, number> = new Map([
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
]);
const day = 86_400_000;

/** `undefined` for what AWS calls invalid. Unlike rules, the Scheduler takes `rate(1 minutes)`. */
export function parseTiming(text: string): Timing | undefined {
  const [, at] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(text) ?? [];
  if (at !== undefined) {
    const wall = Date.parse(`${at}Z`);
    // Not the 31st of February, which a date takes for the 3rd of March.
    const isDate = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(at);
    return isDate ? { kind: 'at', wall } : undefined;
  }
  const [, value, unit] = /^rate\(([1-9]\d{0,8}) (minute|hour|day)s?\)$/.exec(text) ?? [];
  if (value !== undefined && unit !== undefined) {
    return { kind: 'rate', every: Number(value) * (units.get(unit) ?? 0) };
  }
  const [, fields] = /^cron\((.+)\)$/.exec(text) ?? [];
  const cron = fields === undefined ? undefined : parseCron(fields);
  return cron && { kind: 'cron', cron };
}

/**
 * The first time after `after` that a schedule is due; `undefined` where there is none any more. A one-time
 * schedule knows neither start nor end.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function nextTime(plan: Plan, after: number): number | undefined {
  const { timing, start = 0, end = Infinity } = plan;
  switch (timing.kind) {
    case 'at': {
      const at = instantOf(plan.zone, timing.wall);
      return at > after ? at : undefined;
    }
    case 'rate': {
      const first = plan.start ?? plan.since;
      const passed = Math.max(0, Math.floor((after - first) / timing.every) + 1);
      const at = first + passed * timing.every;
      return at <= end ? at : undefined;
    }
    case 'cron': {
      const at = nextByCalendar(timing.cron, plan.zone, Math.max(after, start - 1));
      return at !== undefined && at <= end ? at : undefined;
    }
    default:
      return timing satisfies never;
  }
}

/** The last time from `from` to `to`, both included, that a schedule was due. */
export function lastTime(plan: Plan, from: number, to: number): number | undefined {
  const { timing } = plan;
  let last = nextTime(plan, from - 1);
  if (last === undefined || last > to) return undefined;
  if (timing.kind === 'rate') {
    const until = Math.min(to, plan.end ?? Infinity);
    return last + Math.floor((until - last) / timing.every) * timing.every;
  }
  for (let next = nextTime(plan, last); next !== undefined && next <= to; next = nextTime(plan, last)) {
    last = next;
  }
  return last;
}

/**
 * When clocks are set forward over a time, it is skipped; when they show a time twice, the first counts and
 * the second does not: a schedule is neither moved nor run twice.
 */
function nextByCalendar(cron: Cron, zone: TimeZone, after: number): number | undefined {
  let wall = nextCron(cron, zone.wallAt(after));
  while (wall !== undefined) {
    const at = zone.instantOf(wall);
    if (at !== undefined && at > after) return at;
    wall = nextCron(cron, wall);
  }
  return undefined;
}

/** What is due once is not skipped: where clocks are set forward over it, it is as much later. */
function instantOf(zone: TimeZone, wall: number): number {
  const before = wall - day;
  return zone.instantOf(wall) ?? wall - (zone.wallAt(before) - before);
}
