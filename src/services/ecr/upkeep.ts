import { rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';
import { imagesOf } from './model/images.ts';
import { runLifecyclePolicy } from './model/lifecycle/run.ts';
import type { EcrTables } from './model/tables.ts';
import type { BlobStore } from './registry/blob-store.ts';
import type { Uploads } from './registry/uploads.ts';

/** AWS carries lifecycle policies out within a day; on one's own machine nobody wants to wait that long. */
const sweepEvery = 10 * 60_000;
/** An upload, or a layer that no image needs, is kept this long after it was last heard of. */
const patience = 24 * 60 * 60_000;

export interface UpkeepParts {
  readonly store: Store;
  readonly tables: EcrTables;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly uploadDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries lifecycle policies out and removes what nobody needs, every ten minutes until disposed. */
export function startUpkeep(parts: UpkeepParts): Disposable {
  const { clock, log } = parts;
  let timer: Disposable;
  const arm = (): void => {
    timer = clock.schedule(clock.now() + sweepEvery, () => {
      arm();
      void sweep(parts).catch((error: unknown) =>
        log.error({ err: error }, `the registry could not be swept: ${messageOf(error)}`),
      );
    });
  };
  arm();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

export async function sweep(parts: UpkeepParts): Promise<void> {
  const { store, tables, uploads, clock } = parts;
  const now = clock.now();
  for (const repository of tables.repositories.select()) {
    // One repository a transaction: a sweep must not hold up calls.
    store.transaction(() => {
      runLifecyclePolicy(tables, repository, now);
      const needed = new Set(imagesOf(tables, repository).flatMap((image) => image.blobs));
      const { account, region, name } = repository;
      for (const layer of tables.layers.select({ where: { account, region, repository: name } })) {
        const isIdle = now - layer.linkedAt > patience;
        if (isIdle && !needed.has(layer.digest)) tables.layers.delete(account, region, name, layer.digest);
      }
    });
  }
  for (const { id } of tables.uploads.select({ where: { touched_at: { below: now - patience } } })) {
    if (!uploads.isBusy(id)) uploads.drop(id);
  }
  await removeUnnamed(parts);
}

/** Removes the files that no row names. */
export async function removeUnnamed({ tables, blobs, uploadDirectory }: UpkeepParts): Promise<void> {
  await removeOrphans(uploadDirectory, (id) => tables.uploads.get(id) !== undefined);
  await blobs.removeUnwanted((digest) => tables.layers.count({ where: { digest } }) > 0);
}

/** Files of sessions that no record knows: those of a repository that was deleted. */
async function removeOrphans(directory: string, isKnown: (id: string) => boolean): Promise<void> {
  let names: readonly string[] = [];
  try {
    names = await readdir(directory);
  } catch {
    // Nothing was ever uploaded.
  }
  for (const name of names) if (!isKnown(name)) rmSync(join(directory, name), { force: true });
}
