import { backoff } from '../../kernel/backoff.ts';
import type { ContainerState } from '../model/task-record.ts';

/** The agent asks the engine this often to stop a container, then counts it as stopped. */
const mostStopAttempts = 5;
const firstRetryMs = 250;
const longestRetryMs = 4000;

/** A container that could not be stopped, to be tried again later; `undefined`: give it up. */
export function afterFailedStop(state: ContainerState, now: number): ContainerState | undefined {
  const stopAttempts = state.stopAttempts + 1;
  if (stopAttempts >= mostStopAttempts) return undefined;
  const stopRetryAt = now + backoff(stopAttempts, firstRetryMs, longestRetryMs);
  return { ...state, pending: undefined, stopAttempts, stopRetryAt };
}
