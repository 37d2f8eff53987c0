import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsJson, awsOutput, python } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer, temporaryDirectory } from '../../support/e2e/server.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ args: ['--backend', 'simulated'] });
});
afterAll(() => server[Symbol.asyncDispose]());

test('boto3, in the breadth of S3', async () => {
  const script = fileURLToPath(new URL('../../support/e2e/drive_s3.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    unset: {
      cors: 'NoSuchCORSConfiguration',
      lifecycle_configuration: 'NoSuchLifecycleConfiguration',
      policy: 'NoSuchBucketPolicy',
      replication: 'ReplicationConfigurationNotFoundError',
      tagging: 'NoSuchTagSet',
      website: 'NoSuchWebsiteConfiguration',
    },
    versions: true,
    markers: [true],
    second: '1',
    hidden: ['NoSuchKey', 404],
    large: true,
    sums: {
      CRC32: expect.stringMatching(/^.{6}==$/),
      SHA1: expect.stringMatching(/^.{27}=$/),
      SHA256: expect.stringMatching(/^.{43}=$/),
    },
    form: 204,
    link: ['by form', 'text/x-mine'],
    ended: 403,
    expires: true,
    cors: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }],
    full: ['BucketNotEmpty', 409],
    left: [],
  });
});

test('the AWS CLI, on versions and settings', async () => {
  await using directory = await temporaryDirectory();
  const json = (...args: readonly string[]): Promise<unknown> => awsJson(server.endpoint, ['s3api', ...args]);
  const of = ['--bucket', 'cli-breadth'];
  await json('create-bucket', ...of);
  await json('put-bucket-versioning', ...of, '--versioning-configuration', 'Status=Enabled');
  const file = join(directory.path, 'file');
  for (const text of ['one', 'two']) {
    await writeFile(file, text);
    await awsOutput(server.endpoint, ['s3', 'cp', '--no-progress', file, 's3://cli-breadth/a']);
  }
  await json('delete-object', ...of, '--key', 'a');
  const listed = (await json('list-object-versions', ...of)) as {
    readonly Versions: readonly { readonly VersionId: string; readonly Size: number }[];
    readonly DeleteMarkers: readonly unknown[];
  };
  expect([listed.Versions.length, listed.DeleteMarkers.length]).toEqual([2, 1]);
  const oldest = listed.Versions[1]?.VersionId ?? '';
  expect(await json('head-object', ...of, '--key', 'a', '--version-id', oldest)).toMatchObject({
    VersionId: oldest,
    ContentLength: 3,
  });
  const rules = JSON.stringify({
    Rules: [
      {
        ID: 'x',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: 3 },
      },
    ],
  });
  await json('put-bucket-lifecycle-configuration', ...of, '--lifecycle-configuration', rules);
  expect(await json('get-bucket-lifecycle-configuration', ...of)).toMatchObject(JSON.parse(rules));
});
