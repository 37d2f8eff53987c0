import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { countingIds } from '../../kernel/ids.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import { imageSource } from './image-source.ts';
import { putManifest } from './model/put-manifest.ts';
import { ecrTables, type RepositoryRecord } from './model/tables.ts';
import { BlobStore } from './registry/blob-store.ts';
import { digestOf } from './registry/digest.ts';
import { Tokens } from './registry/tokens.ts';
import { Uploads } from './registry/uploads.ts';

const defaults = { account: '000000000000', region: 'us-east-1' };
const aws = '000000000000.dkr.ecr.us-east-1.amazonaws.com';

function open() {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-test-'));
  const store = new Store({ onListenerError: () => {} });
  onTestFinished(() => {
    store[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  const clock = new VirtualClock(0);
  const ids = countingIds();
  const tables = ecrTables(store);
  const blobs = new BlobStore(join(directory, 'blobs'));
  const uploads = new Uploads({ directory: join(directory, 'uploads'), blobs, tables, clock, ids });
  const tokens = new Tokens({ key: 'k', clock, ids });
  const source = imageSource({ tables, blobs, tokens, endpoint: () => 'http://127.0.0.1:4566', defaults });
  const repository = (
    name: string,
    account = defaults.account,
    region = defaults.region,
  ): RepositoryRecord => {
    const record: RepositoryRecord = {
      account,
      region,
      name,
      createdAt: 0,
      mutability: 'MUTABLE',
      scanOnPush: false,
      encryption: { encryptionType: 'AES256' },
      tags: [],
    };
    tables.repositories.put(record);
    return record;
  };
  const push = async (to: RepositoryRecord, text: string): Promise<object> => {
    const upload = uploads.begin(to, to.name);
    await uploads.append(upload, Readable.from([Buffer.from(text)]));
    await uploads.finish(upload, digestOf(text));
    return { mediaType: 'x', digest: digestOf(text), size: text.length };
  };
  const put = (to: RepositoryRecord, tag: string, manifest: object): string =>
    putManifest(
      tables,
      to,
      { manifest: JSON.stringify(manifest), mediaType: undefined, tag, digest: undefined },
      0,
    ).image.digest;
  const image = async (to: RepositoryRecord, tag: string): Promise<string> =>
    put(to, tag, {
      schemaVersion: 2,
      config: await push(to, `config ${tag}`),
      layers: [await push(to, `layer ${tag}`)],
    });
  return { source, tokens, repository, image, put };
}

test('an image is found by all names that a repository has', async () => {
  const { source, tokens, repository, image } = open();
  const digest = await image(repository('team/app'), 'latest');
  const names = [
    `${aws}/team/app`,
    `${aws}/team/app:latest`,
    `${aws}/team/app@${digest}`,
    `${aws}/team/app:other@${digest}`,
    '000000000000.dkr.ecr.us-east-1.localhost:4566/team/app',
    '127.0.0.1:4566/team/app:latest',
    'localhost:4566/team/app',
  ];
  for (const name of names) {
    const found = source.find(name);
    expect(found, name).toMatchObject({ digest, pullName: `127.0.0.1:4566/team/app@${digest}` });
    if (found?.kind !== 'image') continue;
    expect(tokens.check(found.auth.password)).toEqual({ kind: 'valid', scope: defaults });
    expect(found.isId(digestOf('config latest'))).toBe(true);
    expect(found.isRepository('127.0.0.1:9999/team/app')).toBe(true);
    expect(found.isRepository('eu.test/team/app')).toBe(false);
  }
});

test('images of other registries are none of ours', () => {
  const { source } = open();
  for (const name of [
    'busybox',
    'team/app:1',
    'ghcr.io/team/app',
    '127.0.0.1:5000/app',
    'public.ecr.aws/a/b',
  ]) {
    expect(source.find(name), name).toBeUndefined();
  }
});

test('a plain address means the default registry, and else the one that has the repository', async () => {
  const { source, repository, image } = open();
  const foreign = await image(repository('theirs', '111111111111', 'eu-west-1'), 'latest');
  expect(source.find('127.0.0.1:4566/theirs')).toMatchObject({ digest: foreign });
  await image(repository('theirs'), 'other');
  expect(source.find('127.0.0.1:4566/theirs')).toMatchObject({ kind: 'absent' });
});

test('what is not there is told as docker tells it', () => {
  const { source, repository } = open();
  expect(source.find(`${aws}/app:1`)).toEqual({
    kind: 'absent',
    problem: `repository ${aws}/app not found: name unknown: The repository with name 'app' does not exist in the registry with id '000000000000'`,
  });
  repository('app');
  expect(source.find(`${aws}/app`)).toEqual({
    kind: 'absent',
    problem: `manifest for ${aws}/app:latest not found: manifest unknown: Requested image not found`,
  });
});

test('the archive of a list has the image of the platform, as `docker load` takes it', async () => {
  const { source, repository, image, put } = open();
  const app = repository('app');
  const manifests = await Promise.all(
    ['amd64', 'arm64'].map(async (architecture) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: await image(app, architecture),
      size: 1,
      platform: { os: 'linux', architecture },
    })),
  );
  put(app, 'list', { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests });
  const found = source.find(`${aws}/app:list`);
  if (found?.kind !== 'image') throw new Error('not found');
  expect(found.isId(digestOf('config arm64'))).toBe(true);
  expect(found.archive('x', 'linux/s390x')).toBeUndefined();
  const files = new Map<string, string>();
  const tar = Readable.from(found.archive('called:1', 'linux/arm64') ?? []).pipe(extract());
  for await (const entry of tar) files.set(entry.header.name, (await buffer(entry)).toString());
  const [index] = JSON.parse(files.get('manifest.json') ?? '[]') as {
    Config: string;
    RepoTags: string[];
    Layers: string[];
  }[];
  expect(index?.RepoTags).toEqual(['called:1']);
  expect(files.get(index?.Config ?? '')).toBe('config arm64');
  expect(index?.Layers.map((name) => files.get(name))).toEqual(['layer arm64']);
});
