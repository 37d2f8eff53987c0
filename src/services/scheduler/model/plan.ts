import { timeZone } from '../../../kernel/time-zone.ts';
import type { ScheduleRecord } from './tables.ts';
import { nextTime, parseTiming, type Plan } from './timing.ts';

/** When a schedule is due. Throws where the record holds what was never accepted. */
export function planOf(schedule: ScheduleRecord): Plan {
  const timing = parseTiming(schedule.expression);
  const zone = timeZone(schedule.timezone);
  if (timing === undefined || zone === undefined) throw new Error(`${schedule.arn} has no time`);
  const { since, start, end } = schedule;
  return { timing, zone, since, start, end };
}

/** What is due once and has only just passed is due at once: a client's clock, and the time a request takes. */
export const tolerated = 5 * 60_000;

/** The schedule with the first time that it is due from now on; with none where it is disabled. */
export function scheduled(schedule: ScheduleRecord, now: number): ScheduleRecord {
  const { nextAt: _, ...rest } = schedule;
  if (schedule.state === 'DISABLED') return rest;
  const plan = planOf(rest);
  const nextAt = nextTime(plan, (plan.timing.kind === 'at' ? now - tolerated : now) - 1);
  return nextAt === undefined ? rest : { ...rest, nextAt };
}
