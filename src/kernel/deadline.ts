import type { Clock } from './clock.ts';

/** Why a signal made by `withDeadline` was aborted. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  /** The time that was allowed, in milliseconds. */
  readonly after: number;

  constructor(after: number) {
    super(`timed out after ${after} ms`);
    this.after = after;
  }
}

/** Runs `work` with a signal that is aborted with the outer one, or with a `DeadlineError` after `ms`. */
export async function withDeadline<Result>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const inner = new AbortController();
  const abort = (): void => inner.abort(outer.reason);
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  const timer = clock.schedule(clock.now() + ms, () => inner.abort(new DeadlineError(ms)));
  try {
    return await work(inner.signal);
  } catch (error) {
    // The transport's own words for an aborted call say less than why it was aborted.
    throw inner.signal.reason instanceof DeadlineError ? inner.signal.reason : error;
  } finally {
    timer[Symbol.dispose]();
    outer.removeEventListener('abort', abort);
  }
}

/** What `work` ends with, or the signal's reason when that comes first: work that is shared goes on for the others. */
export function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  return promise;
}
