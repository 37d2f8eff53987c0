import type { TaskRecord } from '../model/task-record.ts';
import { absorb } from './absorb.ts';
import { decide } from './decide.ts';
import type { Effect, Observation } from './observation.ts';
import { settle } from './settle.ts';

/*
 * The task machine, a pure function.
 *
 *                observation                            effects
 *                     │                                    ▲
 *                     ▼                                    │
 *   record ──▶  absorb (facts) ──▶ settle (conclusions) ──▶ decide (what next) ──▶ record'
 *
 *   container   NONE ──pull──▶ PULLED ──create──▶ CREATED ──start──▶ RUNNING ──exit, stop──▶ STOPPED
 *                │ dependsOn gate                                      │  ▲
 *                └───────── cannot be met: STOPPED (143) ──────────    └──┘ restart policy
 *
 *   task        PROVISIONING ─▶ PENDING ─▶ ACTIVATING ─▶ RUNNING ─▶ DEACTIVATING ─▶ STOPPING
 *                                                                    ─▶ DEPROVISIONING ─▶ STOPPED
 *               A task that has no such stage skips PROVISIONING, ACTIVATING, DEACTIVATING and
 *               DEPROVISIONING. A task asked to stop goes to the lower line from wherever it is.
 *               One whose provisioning or activation fails ends as TaskFailedToStart.
 *
 * Invariants, kept by property tests: no status goes back; every task that is asked to stop ends; a
 * stopped task has a stop code, a reason, and every exit code that was seen; at most one effect is in
 * flight for a container.
 */

export interface Step {
  readonly task: TaskRecord;
  readonly effects: readonly Effect[];
  /** Milliseconds since the epoch: send `tick` then. */
  readonly wakeAt?: number;
}

export function step(task: TaskRecord, observation: Observation, now: number): Step {
  const absorbed = absorb(task, observation, now);
  const settled = settle(absorbed, now);
  const cancelled = cancellations(absorbed, settled);
  const { task: decided, effects, wakeAt } = decide(settled, now);
  const version = told(task) === told(decided) ? task.version : task.version + 1;
  return {
    task: version === decided.version ? decided : { ...decided, version },
    effects: [...cancelled, ...effects],
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

/** A pull that nobody wants any more is abandoned at once, so that StopTask during a pull is prompt. */
function cancellations(before: TaskRecord, after: TaskRecord): Effect[] {
  return before.containers
    .filter((state) => state.pending === 'PULLED')
    .filter((state) => after.containers.find((other) => other.name === state.name)?.known === 'STOPPED')
    .map((state) => ({ kind: 'cancel' as const, container: state.name }));
}

/**
 * What a state-change event is sent for: statuses, and of containers alone the digest of the image, how they
 * ended and why. A new health or runtime id is seen with the next event, as by AWS.
 */
function told(task: TaskRecord): string {
  return JSON.stringify([
    task.desiredStatus,
    task.lastStatus,
    task.networkInterface?.address,
    task.containers.map((state) => [
      visibleStatus(state.known),
      state.imageDigest,
      state.exitCode,
      state.reason,
    ]),
  ]);
}

/** PENDING, RUNNING or STOPPED: all that the API tells of a container's status. */
export function visibleStatus(
  known: TaskRecord['containers'][number]['known'],
): 'PENDING' | 'RUNNING' | 'STOPPED' {
  return known === 'RUNNING' || known === 'STOPPED' ? known : 'PENDING';
}
