import { readdirSync, renameSync, rmSync } from 'node:fs';
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

/** Throws what keeps the claim from being written. */
export function claimInstallation(directory: string, installation: string): Claim {
  const file = join(directory, `${installation}${ending}`);
  // Locked before it bears the name by which others look for claims that nobody holds.
  const unnamed = `${file}.new`;
  const database = lock(unnamed);
  if (database === undefined) throw new Error(`the claim of installation ${installation} is taken`);
  renameSync(unnamed, file);
  return claimOf(installation, file, database);
}

/**
 * Takes over the claims of installations whose process has ended. Throws when the directory cannot be read;
 * `onProblem` hears of a single claim of which it cannot be said whether anybody holds it.
 */
export function abandonedClaims(
  directory: string,
  onProblem: (file: string, error: unknown) => void,
): readonly Claim[] {
  return namesIn(directory)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => {
      const file = join(directory, name);
      try {
        const database = lock(file);
        return database === undefined ? [] : claimOf(name.slice(0, -ending.length), file, database);
      } catch (error) {
        onProblem(file, error);
        return [];
      }
    });
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    // Nobody has claimed anything yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** `undefined` while somebody else holds the lock. */
function lock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** SQLITE_BUSY; the bits above are finer codes of the same. */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === 5;

function claimOf(installation: string, file: string, database: DatabaseSync): Claim {
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
