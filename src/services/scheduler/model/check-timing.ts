import type { CreateScheduleInput } from '../../../aws/contract/scheduler.types.gen.ts';
import { timeZone } from '../../../kernel/time-zone.ts';
import {
  endBeforeStart,
  endTooEarly,
  invalidExpression,
  invalidTimezone,
  startTooEarly,
  windowMissing,
  windowUnwanted,
} from '../errors.ts';
import { tolerated } from './plan.ts';
import { nextTime, parseTiming } from './timing.ts';

type TimingMembers = Pick<
  CreateScheduleInput,
  'EndDate' | 'FlexibleTimeWindow' | 'ScheduleExpression' | 'ScheduleExpressionTimezone' | 'StartDate'
>;

/**
 * Throws ValidationException. `before` is the expression that the schedule has already: one whose time has
 * passed can be kept, so that a schedule that is done can still be described anew.
 */
export function checkTiming(input: TimingMembers, now: number, before?: string): void {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zoneName = 'UTC' } = input;
  const timing = parseTiming(expression);
  if (timing === undefined) throw invalidExpression(expression);
  const zone = timeZone(zoneName);
  if (zone === undefined) throw invalidTimezone(zoneName);
  checkWindow(input.FlexibleTimeWindow);
  const isPast = nextTime({ timing, zone, since: now }, now - tolerated) === undefined;
  if (isPast && expression !== before) throw invalidExpression(expression);
  if (timing.kind === 'at') return;
  const start = input.StartDate === undefined ? undefined : input.StartDate * 1000;
  const end = input.EndDate === undefined ? undefined : input.EndDate * 1000;
  // A schedule that is changed keeps the start that it once was given.
  if (start !== undefined && start < now - tolerated && before === undefined) throw startTooEarly();
  if (end !== undefined && end < now - tolerated && before === undefined) throw endTooEarly();
  if (start !== undefined && end !== undefined && end <= start) throw endBeforeStart();
}

function checkWindow({ Mode, MaximumWindowInMinutes }: TimingMembers['FlexibleTimeWindow']): void {
  if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined) throw windowMissing();
  if (Mode === 'OFF' && MaximumWindowInMinutes !== undefined) throw windowUnwanted();
}
