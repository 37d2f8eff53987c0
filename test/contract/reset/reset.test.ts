import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksRunning,
} from '@aws-sdk/client-ecs';
import { EventBridgeClient, ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

const [ACCOUNT, OTHER] = ['111122223333', '444455556666'];
const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

let directory: string;
let longshore: TestLongshore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-reset-'));
  longshore = await startTestLongshore({
    dataDirectory: directory,
    seeds: {
      secrets: [
        { arn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:seeded-AbCdEf', value: 'from the file' },
      ],
      parameters: [],
    },
  });
});
afterEach(async () => {
  await longshore[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

const reset = (body: object): Promise<Response> =>
  fetch(`${longshore.longshore.endpoint}/_longshore/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const state = async (query = ''): Promise<Record<string, Record<string, unknown[]>>> =>
  (await fetch(`${longshore.longshore.endpoint}/_longshore/state${query}`)).json() as never;
const rowsIn = (stored: Record<string, Record<string, unknown[]>>): number =>
  Object.values(stored).flatMap((tables) => Object.values(tables).flat()).length;

/** Something of every service, in one account. */
async function fill(account: string): Promise<string> {
  const options = clientOptions(longshore, account);
  await new CloudWatchLogsClient(options).send(new CreateLogGroupCommand({ logGroupName: 'app' }));
  await new ECRClient(options).send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  await new EventBridgeClient(options).send(
    new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["aws.ecs"]}' }),
  );
  await new IAMClient(options).send(
    new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument: trust }),
  );
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: `bucket-${account}` }));
  await s3.send(new PutObjectCommand({ Bucket: `bucket-${account}`, Key: 'a/b', Body: 'some bytes' }));
  await new SecretsManagerClient(options).send(
    new CreateSecretCommand({ Name: 'own', SecretString: 'known only here' }),
  );
  await new SSMClient(options).send(
    new PutParameterCommand({ Name: '/own', Value: 'known only here', Type: 'SecureString' }),
  );
  await new KMSClient(options).send(new CreateKeyCommand({}));
  await new SchedulerClient(options).send(
    new CreateScheduleCommand({
      Name: 'later',
      ScheduleExpression: 'at(2199-01-01T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ecs:createCluster',
        RoleArn: `arn:aws:iam::${account}:role/app`,
        Input: '{}',
      },
    }),
  );
  await new EC2Client(options).send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const { client } = longshore;
  await client.send(new CreateClusterCommand({ clusterName: 'default' }));
  await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'app',
      containerDefinitions: [{ name: 'app', image: 'app', memory: 16 }],
      tags: [{ key: 'team', value: 'a' }],
    }),
  );
  const { tasks = [] } = await client.send(
    new RunTaskCommand({ taskDefinition: 'app', clientToken: 'once' }),
  );
  const task = tasks[0]?.taskArn ?? '';
  await waitUntilTasksRunning({ client, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.2 }, { tasks: [task] });
  return task;
}

describe('POST /_longshore/reset', () => {
  test('returns to the state after start, running tasks and files included, and all goes on', async () => {
    const before = await state();
    const task = await fill(ACCOUNT);
    expect(rowsIn(await state())).toBeGreaterThan(rowsIn(before) + 10);
    const response = await reset({});
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      removed: {
        ecs: { tasks: 1, clusters: 1, task_definitions: 1, tags: 1 },
        s3: { s3_objects: 1 },
        scheduler: { schedules: 1 },
      },
    });
    // Times, ids, and what was sealed anew differ, and with the ids the order of the keys of KMS.
    const random = /At$|^sealed$|[vV]ersionId$|[aA]rn$|^id$|^materialId$/;
    const timeless = ({ kms, ...others }: Awaited<ReturnType<typeof state>>): unknown => [
      JSON.parse(JSON.stringify(others, (key, value) => (random.test(key) ? 0 : value))),
      kms?.['kms_keys']?.length,
      kms?.['kms_aliases']?.length,
    ];
    expect(timeless(await state())).toEqual(timeless(before));
    const { client } = longshore;
    expect((await client.send(new ListTaskDefinitionsCommand({}))).taskDefinitionArns).toEqual([]);
    await fill(ACCOUNT);
    const { tasks, failures } = await client.send(new DescribeTasksCommand({ tasks: [task] }));
    expect([tasks, failures?.[0]?.reason]).toEqual([[], 'MISSING']);
  });

  test.each([
    { service: 'secretsmanager' },
    { service: 'kms' },
    { account: '000000000000' },
    { service: 'kms', account: '000000000000', region: 'us-east-1' },
  ])('of %j puts back what a file of secrets holds', async (request) => {
    await reset(request);
    const client = new SecretsManagerClient(clientOptions(longshore, '000000000000'));
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'seeded' }));
    expect(SecretString).toBe('from the file');
  });

  test('of one service leaves the others alone', async () => {
    await fill(ACCOUNT);
    expect(await (await reset({ service: 's3' })).json()).toEqual({
      removed: { s3: { s3_buckets: 1, s3_objects: 1 } },
    });
    const options = clientOptions(longshore, ACCOUNT);
    const s3 = new S3Client({ ...options, forcePathStyle: true });
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    expect((await new IAMClient(options).send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });

  test('of one account leaves the others alone; of a region, what is of no region', async () => {
    await fill(ACCOUNT);
    const other = clientOptions(longshore, OTHER);
    await new CloudWatchLogsClient(other).send(new CreateLogGroupCommand({ logGroupName: 'app' }));
    await new IAMClient(other).send(
      new CreateRoleCommand({ RoleName: 'x', AssumeRolePolicyDocument: trust }),
    );
    await reset({ account: ACCOUNT });
    const mine = clientOptions(longshore, ACCOUNT);
    const groupsOf = async (options: typeof mine): Promise<number | undefined> =>
      (await new CloudWatchLogsClient(options).send(new DescribeLogGroupsCommand({}))).logGroups?.length;
    expect([await groupsOf(mine), await groupsOf(other)]).toEqual([0, 1]);
    expect((await new ECRClient(mine).send(new DescribeRepositoriesCommand({}))).repositories).toEqual([]);
    expect((await new EventBridgeClient(mine).send(new ListRulesCommand({}))).Rules).toEqual([]);
    expect((await new SecretsManagerClient(mine).send(new ListSecretsCommand({}))).SecretList).toEqual([]);
    await expect(new SSMClient(mine).send(new GetParameterCommand({ Name: '/own' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
    expect((await new KMSClient(mine).send(new ListKeysCommand({}))).Keys).toEqual([]);
    expect((await new SchedulerClient(mine).send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
    const { Vpcs } = await new EC2Client(mine).send(new DescribeVpcsCommand({}));
    expect(Vpcs?.map(({ IsDefault }) => IsDefault)).toEqual([true]);
    await reset({ account: OTHER, region: 'us-east-1' });
    expect(await groupsOf(other)).toBe(0);
    expect((await new IAMClient(other).send(new ListRolesCommand({}))).Roles).toHaveLength(1);
  });

  test.each([
    [{ services: 's3' }, 'There is no "services"'],
    [{ service: 'lambda' }, 'There is no service "lambda" here'],
    [{ account: '1' }, '"account" must be twelve digits'],
    [{ region: '' }, '"region" must be a text'],
  ])('refuses %j', async (body, message) => {
    const response = await reset(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: expect.stringContaining(message) });
  });

  test('of an idle server takes less than a second', async () => {
    const started = performance.now();
    await reset({});
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

test('GET /_longshore/state tells every table, and nothing that opens anything', async () => {
  await fill(ACCOUNT);
  const stored = await state();
  expect(JSON.stringify(stored)).not.toContain('known only here');
  expect(Object.keys(await state('?service=ecs'))).toEqual(['ecs']);
  expect(rowsIn(await state(`?account=${OTHER}`))).toBe(0);
  const told = new Set(Object.values(stored).flatMap((tables) => Object.keys(tables)));
  await longshore.longshore.stop();
  using database = new DatabaseSync(join(directory, 'longshore.db'));
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  // Events of logs go with their groups; what is left to remove of those is nobody's; `meta` is Longshore's own.
  // What networks may be on the engine is known until they are not: they go when their VPCs have gone.
  const aside = ['meta', 'log_events', 'log_removals', 'vpc_networks'];
  const names = tables.map(({ name }) => String(name)).filter((name) => !aside.includes(name));
  expect(names.filter((name) => !told.has(name))).toEqual([]);
});
