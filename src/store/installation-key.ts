import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { keyLength, newKey } from '../kernel/cipher.ts';
import { LongshoreError, messageOf } from '../kernel/errors.ts';
import type { Store } from './store.ts';

const fileName = 'longshore.key';
const metaName = 'key-fingerprint';

/**
 * The key that the installation's secret values are sealed with. It lies beside the database and not in it:
 * a copy of the database alone tells nothing. Without a data directory it is gone with the process.
 */
export function installationKey(store: Store, dataDirectory: string | undefined): Buffer {
  if (dataDirectory === undefined) return newKey();
  const file = join(dataDirectory, fileName);
  const known = store.getMeta(metaName);
  const key = readKey(file);
  if (key === undefined && known !== undefined) {
    throw unusable(`${file} is missing, and secret values were sealed with it`);
  }
  const present = key ?? makeKey(file);
  const fingerprint = createHash('sha256').update('longshore ').update(present).digest('hex').slice(0, 16);
  if (known !== undefined && known !== fingerprint) {
    throw unusable(`${file} is not the key that the secret values of this directory were sealed with`);
  }
  store.setMeta(metaName, fingerprint);
  return present;
}

function readKey(file: string): Buffer | undefined {
  try {
    const key = readFileSync(file);
    if (key.length !== keyLength) throw unusable(`${file} has ${key.length} bytes, not ${keyLength}`);
    return key;
  } catch (error) {
    if (error instanceof LongshoreError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unusable(`${file} cannot be read: ${messageOf(error)}`, error);
  }
}

/** On disk, whole, before anything is sealed with it. The database's lock keeps others from doing the same. */
function makeKey(file: string): Buffer {
  const key = newKey();
  const draft = `${file}.new`;
  try {
    rmSync(draft, { force: true });
    const descriptor = openSync(draft, 'wx', 0o600);
    writeSync(descriptor, key);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(draft, file);
  } catch (error) {
    throw unusable(`${file} cannot be written: ${messageOf(error)}`, error);
  }
  return key;
}

const unusable = (problem: string, cause?: unknown): LongshoreError =>
  new LongshoreError('DATA_DIRECTORY_UNUSABLE', `${problem}.`, {
    hint: 'Put the key file back, or choose another --data-dir (or --ephemeral).',
    cause,
  });
