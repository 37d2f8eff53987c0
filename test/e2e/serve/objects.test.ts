import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { send, signed } from '../../contract/wire/http.ts';
import { type ServerProcess, startServer, temporaryDirectory } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

const args = ['--backend', 'simulated'];
const bytesOf = ({ installation }: ServerProcess): string => join(tmpdir(), `longshore-s3-${installation}`);

async function putSomething(server: ServerProcess): Promise<void> {
  for (const path of ['/some-bucket', '/some-bucket/key']) {
    const answer = await send(server.endpoint, { method: 'PUT', path, headers: signed('s3'), body: '' });
    expect(answer.status).toBe(200);
  }
  expect(existsSync(bytesOf(server))).toBe(true);
}

test('without a data directory, objects end with the server', async () => {
  await using server = await startServer({ args });
  await putSomething(server);
  await server.stop();
  expect(existsSync(bytesOf(server))).toBe(false);
});

test('the objects of a server that was killed go with the next', async () => {
  await using home = await temporaryDirectory();
  const killed = await startServer({ args, home: home.path });
  await putSomething(killed);
  await killed.crash();
  expect(existsSync(bytesOf(killed))).toBe(true);
  await using _next = await startServer({ args, home: home.path });
  await waitFor('the objects to go', () => (existsSync(bytesOf(killed)) ? undefined : true));
});

test('what was acknowledged before kill -9 is there, each version whole, and no file too many', async () => {
  await using data = await temporaryDirectory();
  const durable = [...args, '--data-dir', data.path];
  const killed = await startServer({ args: durable });
  const Bucket = 'versions';
  const before = clientOf(killed);
  await before.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await before.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const acknowledged = new Map<string, string>();
  /** Puts and deletes over and over, until the server is gone. */
  const work = async (worker: number): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const Key = `key-${count % 3}`;
      const Body = `${worker}/${count} `.repeat(20_000);
      try {
        const { VersionId = '' } = await before.send(new PutObjectCommand({ Bucket, Key, Body }));
        acknowledged.set(VersionId, Body);
        if (count % 5 === 4) await before.send(new DeleteObjectCommand({ Bucket, Key }));
      } catch {
        return;
      }
    }
  };
  const working = Promise.all([1, 2, 3, 4].map(work));
  await waitFor('some objects', () => (acknowledged.size >= 40 ? true : undefined));
  await killed.crash();
  await working;
  before.destroy();

  await using server = await startServer({ args: durable });
  const s3 = clientOf(server);
  // Files that no row names are swept before the first is written.
  await s3.send(new PutObjectCommand({ Bucket, Key: 'last', Body: 'x' }));
  const found = new Map<string, string>();
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  expect(listed.IsTruncated).toBe(false);
  for (const { Key, VersionId = '' } of listed.Versions ?? []) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    found.set(VersionId, (await Body?.transformToString()) ?? '');
  }
  for (const [id, body] of acknowledged) expect(found.get(id) === body, id).toBe(true);
  const files = await readdir(join(data.path, 's3'), { recursive: true, withFileTypes: true });
  expect(files.filter((file) => file.isFile())).toHaveLength(found.size);
  s3.destroy();
});

const clientOf = ({ endpoint }: ServerProcess): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
