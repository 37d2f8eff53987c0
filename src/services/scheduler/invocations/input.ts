import type { Invocation } from '../model/tables.ts';

/** Seconds are the smallest unit: `2026-01-01T00:00:00Z`. */
export const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/**
 * What a target gets: its Input with the attributes of this invocation in it. `undefined` where it has none.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function givenInput(invocation: Invocation): string | undefined {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': invocation.schedule,
    'scheduled-time': timeText(invocation.scheduledAt),
    'execution-id': invocation.id,
    'attempt-number': String(invocation.attempts + 1),
  };
  return invocation.target.Input?.replaceAll(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

/** What queues and functions get where the target has no Input: an event, as of a scheduled rule. */
export function defaultInput({ id, schedule, scope, scheduledAt }: Invocation): string {
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: scope.account,
    time: timeText(scheduledAt),
    region: scope.region,
    resources: [schedule],
    detail: '{}',
  });
}
