import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countingIds } from '../../kernel/ids.ts';
import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import { putManifest } from './model/put-manifest.ts';
import { ecrTables, type RepositoryRecord } from './model/tables.ts';
import { BlobStore } from './registry/blob-store.ts';
import { digestOf } from './registry/digest.ts';
import { Uploads } from './registry/uploads.ts';
import { startUpkeep, sweep } from './upkeep.ts';

const hour = 3_600_000;
const scope = { account: '000000000000', region: 'us-east-1' };
const repository: RepositoryRecord = {
  ...scope,
  name: 'app',
  createdAt: 0,
  mutability: 'MUTABLE',
  scanOnPush: false,
  encryption: { encryptionType: 'AES256' },
  tags: [],
};

function open() {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-test-'));
  const store = new Store({ onListenerError: () => {} });
  onTestFinished(() => {
    store[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  const clock = new VirtualClock(0);
  const tables = ecrTables(store);
  const blobs = new BlobStore(join(directory, 'blobs'));
  const uploadDirectory = join(directory, 'uploads');
  const uploads = new Uploads({ directory: uploadDirectory, blobs, tables, clock, ids: countingIds() });
  tables.repositories.put(repository);
  const parts = { store, tables, blobs, uploads, uploadDirectory, clock, log: silentLog };
  const push = async (text: string): Promise<string> => {
    const upload = uploads.begin(scope, 'app');
    await uploads.append(upload, chunks(text));
    await uploads.finish(upload, digestOf(text));
    return digestOf(text);
  };
  const image = async (text: string, tag: string): Promise<string> => {
    const config = { mediaType: 'x', digest: await push(text), size: text.length };
    const manifest = JSON.stringify({ schemaVersion: 2, config, layers: [] });
    return putManifest(
      tables,
      repository,
      { manifest, mediaType: undefined, tag, digest: undefined },
      clock.now(),
    ).image.digest;
  };
  return { ...parts, parts, push, image };
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test('blobs that no image needs go a day after they came, and those of a deleted repository at once', async () => {
  const { parts, push, image, clock, blobs, tables } = open();
  await image('needed', 'v1');
  const idle = await push('idle');
  await clock.advance(24 * hour);
  await sweep(parts);
  expect(blobs.sizeOf(idle)).toBe(4);
  await clock.advance(1);
  await sweep(parts);
  expect(blobs.sizeOf(idle)).toBeUndefined();
  expect(blobs.sizeOf(digestOf('needed'))).toBe(6);
  for (const { digest } of tables.layers.select())
    tables.layers.delete(scope.account, scope.region, 'app', digest);
  await sweep(parts);
  expect(blobs.sizeOf(digestOf('needed'))).toBeUndefined();
});

test('a blob stays while any repository links to it', async () => {
  const { parts, push, tables, blobs } = open();
  const digest = await push('shared');
  const layer = tables.layers.get(scope.account, scope.region, 'app', digest);
  if (layer !== undefined) tables.layers.put({ ...layer, repository: 'other' });
  tables.layers.delete(scope.account, scope.region, 'app', digest);
  await sweep(parts);
  expect(blobs.sizeOf(digest)).toBe(6);
});

test('an upload expires a day after it was last heard of, and files that nobody knows are removed', async () => {
  const { parts, uploads, uploadDirectory, clock } = open();
  const upload = uploads.begin(scope, 'app');
  writeFileSync(join(uploadDirectory, 'orphan'), 'x');
  await clock.advance(20 * hour);
  await uploads.append(upload, chunks('a'));
  await clock.advance(20 * hour);
  await sweep(parts);
  expect(readdirSync(uploadDirectory)).toEqual([upload.id]);
  await clock.advance(5 * hour);
  await sweep(parts);
  expect(uploads.find(scope, 'app', upload.id)).toBeUndefined();
  expect(readdirSync(uploadDirectory)).toEqual([]);
});

test('lifecycle policies are carried out by the clock', async () => {
  const { parts, image, tables, clock } = open();
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
  tables.repositories.put({ ...repository, lifecycle: { policyText: JSON.stringify({ rules: [rule] }) } });
  await image('old', 'v1');
  await clock.advance(1000);
  const kept = await image('new', 'v2');
  using _upkeep = startUpkeep(parts);
  expect(tables.images.select()).toHaveLength(2);
  await clock.advance(10 * 60_000);
  expect(tables.images.select().map(({ digest }) => digest)).toEqual([kept]);
  expect(tables.tags.select().map(({ tag }) => tag)).toEqual(['v2']);
  expect(tables.repositories.get(scope.account, scope.region, 'app')?.lifecycle?.evaluatedAt).toBe(601_000);
});

test('what was received before a crash counts, whatever the new process knows of it', async () => {
  const { parts, uploads, blobs, tables, clock } = open();
  const upload = uploads.begin(scope, 'app');
  await uploads.append(upload, chunks('one ', 'two '));
  const after = new Uploads({ directory: parts.uploadDirectory, blobs, tables, clock, ids: countingIds() });
  expect(after.offset(upload.id)).toBe(8);
  await after.append(upload, chunks('three'));
  expect(await after.finish(upload, digestOf('one two three'))).toBe('stored');
  expect(blobs.sizeOf(digestOf('one two three'))).toBe(13);
});

test('a source that breaks off leaves what came, and the digest is still checked rightly', async () => {
  const { uploads } = open();
  const upload = uploads.begin(scope, 'app');
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half');
    throw new Error('hung up');
  }
  await expect(uploads.append(upload, broken())).rejects.toThrow('hung up');
  expect(uploads.offset(upload.id)).toBe(4);
  expect(uploads.isBusy(upload.id)).toBe(false);
  await uploads.append(upload, chunks(' and half'));
  expect(await uploads.finish(upload, digestOf('half and half'))).toBe('stored');
});

test('an upload whose repository was deleted meanwhile is gone', async () => {
  const { uploads, tables, uploadDirectory, parts } = open();
  const upload = uploads.begin(scope, 'app');
  await uploads.append(upload, chunks('a'));
  tables.uploads.delete(upload.id);
  expect(await uploads.finish(upload, digestOf('a'))).toBe('gone');
  await sweep(parts);
  expect(existsSync(join(uploadDirectory, upload.id))).toBe(false);
});
