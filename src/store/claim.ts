import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Who owns what an installation without a data directory has made, while its process lives.
 *
 * Such an installation keeps its records in memory, so after `kill -9` nobody would know its
 * containers. A claim is a file named after the installation with a lock that the operating system
 * lets go of when the process ends, however it ends: a claim that can be taken belongs to nobody, and
 * whoever takes it removes what that installation left. No process id is looked at, which may long
 * belong to another process.
 */
export interface Claim {
  /** The installation's id. */
  readonly installation: string;
  /** Gives the claim up and removes its file: nothing of the installation is left. */
  release(): void;
  /** Gives the claim up but keeps its file: something is left for whoever comes next. */
  leave(): void;
}

const ending = '.claim';

export function claimInstallation(directory: string, installation: string): Claim {
  const claim = tryClaim(directory, installation);
  if (claim === undefined) throw new Error(`the claim of installation ${installation} is taken`);
  return claim;
}

/** Takes over the claims of installations whose process has ended. */
export function abandonedClaims(directory: string): readonly Claim[] {
  return namesIn(directory)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => tryClaim(directory, name.slice(0, -ending.length)) ?? []);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // Nobody has claimed anything yet.
    return [];
  }
}

function tryClaim(directory: string, installation: string): Claim | undefined {
  const file = join(directory, `${installation}${ending}`);
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
  } catch {
    database.close();
    return undefined;
  }
  return {
    installation,
    release() {
      if (!database.isOpen) return;
      // The file goes while the lock is held: whoever opens the name afterwards makes a new file.
      rmSync(file, { force: true });
      database.close();
    },
    leave() {
      if (database.isOpen) database.close();
    },
  };
}
