import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trust } from '../../contract/iam/documents.ts';
import { aws, awsOutput, python } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer, temporaryDirectory } from '../../support/e2e/server.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ args: ['--backend', 'simulated'] });
});
afterAll(() => server[Symbol.asyncDispose]());

const told = (...args: readonly string[]): Promise<string> => awsOutput(server.endpoint, args);

describe('the AWS CLI', () => {
  test('asks STS who it is, and becomes a role', async () => {
    expect(JSON.parse(await told('sts', 'get-caller-identity'))).toEqual({
      UserId: '000000000000',
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
    const role = 'arn:aws:iam::111122223333:role/web';
    const assumed = await told('sts', 'assume-role', '--role-arn', role, '--role-session-name', 'cli');
    expect(JSON.parse(assumed)).toMatchObject({
      AssumedRoleUser: { Arn: 'arn:aws:sts::111122223333:assumed-role/web/cli' },
      Credentials: { Expiration: expect.stringMatching(/^\d{4}-/) },
    });
  });

  test('makes a role for tasks', async () => {
    const name = ['--role-name', 'execution'];
    await told('iam', 'create-role', ...name, '--assume-role-policy-document', trust);
    const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
    await told('iam', 'attach-role-policy', ...name, '--policy-arn', policy);
    expect(JSON.parse(await told('iam', 'list-attached-role-policies', ...name))).toEqual({
      AttachedPolicies: [{ PolicyName: 'AmazonECSTaskExecutionRolePolicy', PolicyArn: policy }],
    });
    expect(JSON.parse(await told('iam', 'get-role', ...name))).toMatchObject({
      Role: { Arn: 'arn:aws:iam::000000000000:role/execution', AssumeRolePolicyDocument: JSON.parse(trust) },
    });
    await told('iam', 'wait', 'role-exists', ...name);
    const { code, stderr } = await aws(server.endpoint, ['iam', 'delete-role', ...name]);
    expect(code).toBe(254);
    expect(stderr).toContain(
      'An error occurred (DeleteConflict) when calling the DeleteRole operation: ' +
        'Cannot delete entity, must detach all policies first.',
    );
  });

  test('brings files to S3 and back', async () => {
    await using directory = await temporaryDirectory();
    const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')];
    // Above the size from which it uploads and downloads in parts.
    const bytes = Buffer.alloc(20 * 1024 ** 2, 'longshore');
    await writeFile(from, bytes);
    await told('s3', 'mb', 's3://cli-files');
    await told('s3', 'cp', '--no-progress', from, 's3://cli-files/dir/a file');
    expect(await told('s3', 'ls', '--recursive', 's3://cli-files')).toMatch(/ 20971520 dir\/a file\n$/);
    await told('s3', 'cp', '--no-progress', 's3://cli-files/dir/a file', to);
    expect(bytes.equals(await readFile(to))).toBe(true);
    await told('s3', 'sync', '--no-progress', directory.path, 's3://cli-files/synced');
    await told('s3', 'mv', '--no-progress', 's3://cli-files/dir/a file', 's3://cli-files/moved');
    const link = (await told('s3', 'presign', 's3://cli-files/moved')).trim();
    expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(bytes.length);
    const listed = JSON.parse(await told('s3api', 'list-objects-v2', '--bucket', 'cli-files')) as {
      readonly Contents: readonly { readonly Key: string }[];
    };
    expect(listed.Contents.map(({ Key }) => Key)).toEqual(['moved', 'synced/from', 'synced/to']);
    await told('s3', 'rb', '--force', 's3://cli-files');
    const { stderr } = await aws(server.endpoint, ['s3', 'ls', 's3://cli-files']);
    expect(stderr).toContain('(NoSuchBucket) when calling the ListObjectsV2 operation');
  });
});

test('boto3 speaks to STS, IAM and S3', async () => {
  const script = fileURLToPath(new URL('../../support/e2e/drive_neighbours.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    session: 'arn:aws:sts::111122223333:assumed-role/web/boto',
    noRole: { class: 'NoSuchEntityException', message: 'The role with name nobody cannot be found.' },
    trust: 'ecs-tasks.amazonaws.com',
    whole: true,
    presigned: ['by hand', 'put by link'],
    keys: ['big', 'link', 'small'],
    errors: ['NoSuchKey', 'NoSuchBucket', '404', 'BucketNotEmpty', 'BadDigest'],
    left: [],
  });
});
