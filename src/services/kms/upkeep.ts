import type { Cipher } from '../../kernel/cipher.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../../store/store.ts';
import { eraseKey } from './model/erase.ts';
import { rotate } from './model/material.ts';
import { kmsTables } from './model/tables.ts';
import { day } from './operation.ts';

const sweepEvery = 60_000;

interface UpkeepParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly cipher: Cipher;
}

/** What the clock does: deletes keys whose waiting time is over, and rotates those whose turn it is. */
export function startKmsUpkeep(parts: UpkeepParts): Disposable {
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

function sweep({ store, clock, cipher }: UpkeepParts): void {
  const tables = kmsTables(store);
  const now = clock.now();
  store.transaction(() => {
    for (const key of tables.keys.select({ where: { deletion_at: { below: now + 1 } } })) {
      eraseKey(tables, key);
    }
    for (const key of tables.keys.select({ where: { rotation_at: { below: now + 1 } } })) {
      // A key that cannot be used waits with its rotation, as by AWS.
      if (key.rotation === undefined || !key.enabled || key.deletionAt !== undefined) continue;
      const { days } = key.rotation;
      // One rotation, however many fell due while Longshore did not run.
      const missed = Math.floor((now - key.rotation.nextAt) / (days * day));
      const nextAt = key.rotation.nextAt + (missed + 1) * days * day;
      const rotated = rotate({ tables, cipher, now }, key, 'AUTOMATIC');
      tables.keys.put({ ...rotated, rotation: { days, nextAt } });
    }
  });
}
