import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { newKey } from '../kernel/cipher.ts';
import { installationKey } from './installation-key.ts';
import { Store } from './store.ts';

function opened(): { readonly directory: string; readonly store: Store } {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-key-'));
  const store = new Store({ onListenerError: () => {} });
  onTestFinished(() => {
    store[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  return { directory, store };
}

test('the key is made once, for its owner only, and found again', () => {
  const { directory, store } = opened();
  const key = installationKey(store, directory);
  const file = join(directory, 'longshore.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file)).toEqual(key);
  expect(installationKey(store, directory)).toEqual(key);
});

test('without a data directory there is a new one each time', () => {
  const { store } = opened();
  expect(installationKey(store, undefined)).not.toEqual(installationKey(store, undefined));
});

test('a draft that a crash has left is no key', () => {
  const { directory, store } = opened();
  writeFileSync(join(directory, 'longshore.key.new'), 'half');
  expect(installationKey(store, directory)).toHaveLength(32);
});

test('a key that is lost, exchanged or cut is told, never replaced', () => {
  const { directory, store } = opened();
  const file = join(directory, 'longshore.key');
  installationKey(store, directory);
  rmSync(file);
  expect(() => installationKey(store, directory)).toThrow(/longshore\.key is missing/);
  writeFileSync(file, newKey());
  expect(() => installationKey(store, directory)).toThrow(/is not the key/);
  writeFileSync(file, 'short');
  expect(() => installationKey(store, directory)).toThrow(/has 5 bytes/);
});
