import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { aesCipher, type Cipher } from '../kernel/cipher.ts';
import { LongshoreError, messageOf } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import { type Claim, abandonedClaims, claimInstallation } from './claim.ts';
import { installationKey } from './installation-key.ts';
import { Store } from './store.ts';

/**
 * One Longshore as the engine knows it: everything that it makes there carries its id. With a data
 * directory the id and the records outlive the process; without one they end with it.
 */
export interface Installation extends Disposable {
  readonly id: string;
  readonly store: Store;
  /** Seals the secret values that the store keeps, with the installation's own key. */
  readonly cipher: Cipher;
  /** Installations without a data directory whose process has ended; see `claim.ts`. */
  abandoned(onProblem: (file: string, error: unknown) => void): readonly Claim[];
}

export interface InstallationOptions {
  readonly dataDirectory?: string;
  readonly claimDirectory: string;
  readonly ids: Ids;
  readonly onListenerError: (error: unknown) => void;
}

export function openInstallation(options: InstallationOptions): Installation {
  const { dataDirectory, claimDirectory, ids, onListenerError } = options;
  const create = (): string => ids.hex(16);
  if (dataDirectory !== undefined) {
    makeDirectory(dataDirectory);
    const store = new Store({ file: join(dataDirectory, 'longshore.db'), onListenerError });
    return {
      id: store.meta('installation', create),
      store,
      cipher: cipherOf(store, dataDirectory),
      abandoned: (onProblem) => abandonedClaims(claimDirectory, onProblem),
      [Symbol.dispose]: () => store[Symbol.dispose](),
    };
  }
  const store = new Store({ onListenerError });
  const id = store.meta('installation', create);
  makeDirectory(claimDirectory);
  const claim = writeClaim(claimDirectory, id);
  return {
    id,
    store,
    cipher: aesCipher(installationKey(store, undefined)),
    abandoned: (onProblem) => abandonedClaims(claimDirectory, onProblem),
    [Symbol.dispose]() {
      store[Symbol.dispose]();
      claim.release();
    },
  };
}

function cipherOf(store: Store, dataDirectory: string): Cipher {
  try {
    return aesCipher(installationKey(store, dataDirectory));
  } catch (error) {
    store[Symbol.dispose]();
    throw error;
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(
      `Cannot make ${directory}`,
      error,
      'Choose a writable directory with --data-dir, or keep everything in memory with --ephemeral.',
    );
  }
}

function writeClaim(directory: string, id: string): Claim {
  try {
    return claimInstallation(directory, id);
  } catch (error) {
    throw unusable(
      `Cannot write to ${directory}`,
      error,
      'Make the directory writable, or set XDG_DATA_HOME to one that is.',
    );
  }
}

function unusable(what: string, error: unknown, hint: string): LongshoreError {
  return new LongshoreError('DATA_DIRECTORY_UNUSABLE', `${what}: ${messageOf(error)}.`, {
    hint,
    cause: error,
  });
}
