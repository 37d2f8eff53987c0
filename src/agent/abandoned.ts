import { backoff } from '../kernel/backoff.ts';
import type { Clock } from '../kernel/clock.ts';
import { withDeadline } from '../kernel/deadline.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Claim } from '../store/claim.ts';
import type { Backend } from './backends/backend.ts';

export interface AbandonedParts {
  readonly backend: Pick<Backend, 'removeInstallation'>;
  readonly clock: Clock;
  readonly log: Log;
}

const longestRemovalMs = 60_000;
const firstRetryMs = 1000;
const longestRetryMs = 60_000;
/** Over about five minutes. */
const mostAttempts = 10;

/**
 * Removes what installations without a data directory left when they were killed, which nobody else will
 * remove. It goes on beside everything else; whoever leaves before it is done leaves the rest, with its
 * claim, to the next start.
 */
export function removeAbandoned(claims: readonly Claim[], parts: AbandonedParts): AsyncDisposable {
  const leaving = new AbortController();
  const removing = Promise.all(claims.map((claim) => removeOne(claim, parts, leaving.signal)));
  return {
    async [Symbol.asyncDispose]() {
      leaving.abort(new Error('Longshore is leaving'));
      await removing;
    },
  };
}

/** Never rejects. */
async function removeOne(
  claim: Claim,
  { backend, clock, log }: AbandonedParts,
  leaving: AbortSignal,
): Promise<void> {
  const { installation } = claim;
  for (let attempt = 1; !leaving.aborted; attempt += 1) {
    try {
      await withDeadline(clock, longestRemovalMs, leaving, (signal) =>
        backend.removeInstallation(installation, signal),
      );
      claim.release();
      return;
    } catch (error) {
      if (leaving.aborted) break;
      const problem = messageOf(error);
      if (attempt === mostAttempts) {
        log.warn({ installation, problem }, 'what a killed Longshore left is still there');
        break;
      }
      log.debug({ installation, problem }, 'could not remove what a killed Longshore left; trying again');
    }
    await clock.sleep(backoff(attempt, firstRetryMs, longestRetryMs), leaving).catch(() => {});
  }
  claim.leave();
}
