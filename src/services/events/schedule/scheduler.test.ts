import { expect, test } from 'vitest';
import { serviceParts } from '../../../../test/support/aws-service.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { EventLog } from '../log/event-log.ts';
import { eventsTables } from '../model/tables.ts';
import { Scheduler } from './scheduler.ts';

/** A clock that is set by hand, with its appointments in the order in which they were made. */
function clockByHand(start: number) {
  let now = start;
  const appointments: { readonly at: number; readonly work: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    schedule(at, work) {
      appointments.push({ at, work });
      return { [Symbol.dispose]: () => {} };
    },
    sleep: () => Promise.reject(new Error('nobody sleeps here')),
  };
  /** The timer of the last appointment goes off while the clock shows something else. */
  const goOff = (shown: (at: number) => number): void => {
    const last = appointments.at(-1);
    if (last === undefined) throw new Error('there is no appointment');
    now = shown(last.at);
    last.work();
  };
  return { clock, goOff };
}

test.each([
  ['goes off a millisecond early', 1],
  ['goes off after the clock was set back by an hour', 3_600_000],
])('a timer that %s makes the event of its time once', (_, early) => {
  const parts = serviceParts();
  const { clock, goOff } = clockByHand(parts.clock.now());
  const { rules } = eventsTables(parts.store);
  rules.put({
    account: '000000000000',
    region: 'us-east-1',
    bus: 'default',
    name: 'daily',
    arn: 'arn:aws:events:us-east-1:000000000000:rule/daily',
    scheduleExpression: 'cron(0 9 * * ? *)',
    state: 'ENABLED',
    createdBy: '000000000000',
    tags: [],
    targets: [],
    scheduledSince: clock.now(),
  });
  const eventLog = new EventLog({ ...parts, clock });
  using scheduler = new Scheduler({ ...parts, clock, eventLog });
  scheduler.start();
  goOff((at) => at - early);
  goOff((at) => at);
  const times = eventLog.after(0).map(({ event }) => event.time);
  expect(times).toEqual(['2026-01-01T09:00:00Z', '2026-01-02T09:00:00Z']);
});
