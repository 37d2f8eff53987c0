import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DescribeConnectionCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateAliasCommand, CreateKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

/* What is left of the others where one service is reset by itself. */

let directory: string;
let longshore: TestLongshore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-reset-'));
  longshore = await startTestLongshore({ dataDirectory: directory });
});
afterEach(async () => {
  await longshore[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

const options = () => clientOptions(longshore, '000000000000');
const reset = async (service: string): Promise<unknown> => {
  const response = await fetch(`${longshore.longshore.endpoint}/_longshore/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service }),
  });
  expect(response.status).toBe(200);
  return response.json();
};
const filesIn = (name: string): readonly string[] =>
  readdirSync(join(directory, name), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );

test('without KMS, secrets, parameters and objects tell that their keys are gone, and can be written anew', async () => {
  const kms = new KMSClient(options());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? '';
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/own', TargetKeyId: KeyId }));
  const secrets = new SecretsManagerClient(options());
  await secrets.send(new CreateSecretCommand({ Name: 'own', SecretString: 'a', KmsKeyId: 'alias/own' }));
  await secrets.send(new CreateSecretCommand({ Name: 'plain', SecretString: 'a' }));
  const ssm = new SSMClient(options());
  await ssm.send(new PutParameterCommand({ Name: '/own', Value: 'a', Type: 'SecureString' }));
  const s3 = new S3Client({ ...options(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  const object = { Bucket: 'files', Key: 'a' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'a', ServerSideEncryption: 'aws:kms' }));

  await reset('kms');

  expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
  const own = { SecretId: 'own' };
  expect(await refusal(secrets.send(new GetSecretValueCommand(own)))).toMatchObject({
    name: 'AccessDeniedException',
    message: 'Access to KMS is not allowed',
  });
  expect(
    await refusal(ssm.send(new GetParameterCommand({ Name: '/own', WithDecryption: true }))),
  ).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('The ciphertext refers to a customer master key that does not exist'),
  });
  expect(await refusal(s3.send(new GetObjectCommand(object)))).toMatchObject({
    name: 'KMS.NotFoundException',
    status: 400,
  });
  // The key that was named is gone; AWS's own is made when it is needed.
  expect(await refusal(secrets.send(new PutSecretValueCommand({ ...own, SecretString: 'b' })))).toMatchObject(
    {
      name: 'EncryptionFailure',
    },
  );
  await secrets.send(new PutSecretValueCommand({ SecretId: 'plain', SecretString: 'b' }));
  expect((await secrets.send(new GetSecretValueCommand({ SecretId: 'plain' }))).SecretString).toBe('b');
  await ssm.send(new PutParameterCommand({ Name: '/own', Value: 'b', Overwrite: true }));
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/own', WithDecryption: true }));
  expect(Parameter?.Value).toBe('b');
  // Nor can what nobody can open be kept from being given another key, and another value.
  const { KeyMetadata: another } = await kms.send(new CreateKeyCommand({}));
  await secrets.send(new UpdateSecretCommand({ ...own, KmsKeyId: another?.Arn ?? '' }));
  await secrets.send(new PutSecretValueCommand({ ...own, SecretString: 'b' }));
  expect((await secrets.send(new GetSecretValueCommand(own))).SecretString).toBe('b');
});

test('of S3, no file is left, of objects, versions and parts', async () => {
  const s3 = new S3Client({ ...options(), forcePathStyle: true });
  const Bucket = 'files';
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }));
  await s3.send(new UploadPartCommand({ Bucket, Key: 'b', UploadId, PartNumber: 1, Body: 'part' }));
  expect(filesIn('s3')).toHaveLength(3);
  expect(await reset('s3')).toEqual({
    removed: { s3: { s3_buckets: 1, s3_objects: 1, s3_versions: 1, s3_uploads: 1, s3_parts: 1 } },
  });
  expect(filesIn('s3')).toEqual([]);
  await s3.send(new CreateBucketCommand({ Bucket }));
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toBeUndefined();
});

test('of EventBridge, rules, connections and what is on its way go, and it goes on', async () => {
  const events = new EventBridgeClient(options());
  await events.send(new PutRuleCommand({ Name: 'often', ScheduleExpression: 'rate(1 minute)' }));
  const { ConnectionArn = '' } = await events.send(
    new CreateConnectionCommand({
      Name: 'own',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'secret' } },
    }),
  );
  const destination = {
    Name: 'nobody',
    ConnectionArn,
    InvocationEndpoint: 'http://127.0.0.1:9/',
    HttpMethod: 'POST',
  } as const;
  const { ApiDestinationArn: Arn = '' } = await events.send(new CreateApiDestinationCommand(destination));
  await events.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["app"]}' }));
  const RoleArn = 'arn:aws:iam::000000000000:role/app';
  await events.send(new PutTargetsCommand({ Rule: 'all', Targets: [{ Id: 'x', Arn, RoleArn }] }));
  const Entries = [{ Source: 'app', DetailType: 'x', Detail: '{}' }];
  await events.send(new PutEventsCommand({ Entries }));

  expect(await reset('events')).toMatchObject({
    removed: {
      events: { event_rules: 2, event_deliveries: 1, event_connections: 1, event_api_destinations: 1 },
    },
  });

  expect((await events.send(new ListRulesCommand({}))).Rules).toEqual([]);
  expect(await refusal(events.send(new DescribeConnectionCommand({ Name: 'own' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const logs = new CloudWatchLogsClient(options());
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'app' }));
  await events.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["app"]}' }));
  expect((await events.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
});

test('of the Scheduler, its groups and schedules go, and names are free again', async () => {
  const scheduler = new SchedulerClient(options());
  const schedule = {
    Name: 'often',
    GroupName: 'own',
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:ecs:createCluster',
      RoleArn: 'arn:aws:iam::000000000000:role/app',
      Input: '{}',
    },
    ClientToken: 'once',
  } as const;
  const fill = async (): Promise<void> => {
    await scheduler.send(new CreateScheduleGroupCommand({ Name: 'own', ClientToken: 'group' }));
    await scheduler.send(new CreateScheduleCommand(schedule));
  };
  await fill();
  await reset('scheduler');
  expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  const { ScheduleGroups } = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default']);
  await fill();
  expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toHaveLength(1);
});
