import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { ecsTables } from './model/tables.ts';

/** AWS shows a stopped task for at least an hour. */
export const stoppedTaskRetention = 60 * 60_000;
const sweepEvery = 60_000;
/** One sweep is one transaction: it must not hold up calls. The rest waits for the next. */
const mostPerSweep = 1000;

export interface RetentionParts {
  readonly store: Store;
  readonly clock: Clock;
}

/** Forgets stopped tasks, with their tags, and client tokens, once AWS would; until disposed. */
export function startRetention(parts: RetentionParts): Disposable {
  const { clock } = parts;
  let timer: Disposable;
  const arm = (): void => {
    timer = clock.schedule(clock.now() + sweepEvery, () => {
      sweep(parts);
      arm();
    });
  };
  arm();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

function sweep({ store, clock }: RetentionParts): void {
  const tables = ecsTables(store);
  store.transaction(() => {
    const stoppedBefore = { stopped_at: { below: clock.now() - stoppedTaskRetention } };
    for (const task of tables.tasks.select({ where: stoppedBefore, limit: mostPerSweep })) {
      // What is left on the engine is found by the record: it stays until that is gone.
      if (task.cleanedAt === undefined) continue;
      tables.tasks.delete(task.arn);
      tables.tags.delete(task.arn);
    }
    const expired = { expires_at: { below: clock.now() } };
    for (const { scope, token } of tables.tokens.select({ where: expired, limit: mostPerSweep })) {
      tables.tokens.delete(scope, token);
    }
  });
}
