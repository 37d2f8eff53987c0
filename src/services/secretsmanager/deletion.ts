import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { secretTables } from './model/tables.ts';
import { eraseSecret } from './model/versions.ts';

const sweepEvery = 60_000;

/** Deletes secrets for good when their recovery window has passed; until disposed. */
export function startSecretDeletion({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): Disposable {
  let timer: Disposable;
  const arm = (): void => {
    timer = clock.schedule(clock.now() + sweepEvery, () => {
      sweep(store, clock.now());
      arm();
    });
  };
  arm();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

function sweep(store: Store, now: number): void {
  const tables = secretTables(store);
  store.transaction(() => {
    for (const secret of tables.secrets.select({ where: { deletion_at: { below: now + 1 } } })) {
      eraseSecret({ tables }, secret);
    }
  });
}
