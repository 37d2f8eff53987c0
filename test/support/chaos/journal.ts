import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../e2e/server.ts';

/** A directory in which containers note that they have run. */
export interface Journal extends AsyncDisposable {
  readonly path: string;
  /** How many lines each file has, by its name. */
  readonly read: () => Promise<ReadonlyMap<string, number>>;
}

export async function openJournal(): Promise<Journal> {
  const directory = await temporaryDirectory();
  await chmod(directory.path, 0o777);
  return {
    path: directory.path,
    async read() {
      const names = await readdir(directory.path);
      const counted = names.map(async (name) => {
        const text = await readFile(join(directory.path, name), 'utf8');
        return [name, text.split('\n').length - 1] as const;
      });
      return new Map(await Promise.all(counted));
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}
