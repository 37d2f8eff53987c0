import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

const config = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}';
const configDigest = 'c5b1d63604f273462ef36fadac3182d43ae6a6138731cf594b314835cf1c034f';

/** What lay beside the database, by name. */
const files: Readonly<Record<string, string | Buffer>> = {
  'longshore.key': Buffer.from('GITaefroooWhvTTRiO6lnEnvhDEqCVM3+4k6/ClWz8Y=', 'base64'),
  [`ecr/blobs/sha256/c5/${configDigest}`]: config,
  's3/aa/aa28ee5568229c4a2023f8a67ededcdc': 'a part',
  's3/cf/cfefe77099bb9a721a103b0fa2614bfd': 'old bytes',
};

function writeDataDirectory(directory: string): void {
  const dump = new URL('../../support/data-directories/before-kms.sql', import.meta.url);
  using database = new DatabaseSync(join(directory, 'longshore.db'));
  database.exec(readFileSync(dump, 'utf8'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { mode: 0o600 });
  }
}

let directory: string;
let longshore: TestLongshore;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'longshore-upgrade-'));
  writeDataDirectory(directory);
  longshore = await startTestLongshore({ dataDirectory: directory });
});
afterEach(async () => {
  await longshore[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

const options = () => clientOptions(longshore, '000000000000');

describe('what a Longshore of before KMS, EC2 and the Scheduler has kept is all there', () => {
  test('clusters and task definitions', async () => {
    const { client } = longshore;
    const { clusters } = await client.send(new DescribeClustersCommand({}));
    expect(clusters).toMatchObject([{ clusterName: 'default', status: 'ACTIVE' }]);
    const described = await client.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'app:1', include: ['TAGS'] }),
    );
    expect(described).toMatchObject({
      taskDefinition: { containerDefinitions: [{ image: 'app' }] },
      tags: [{ key: 'team', value: 'a' }],
    });
  });

  test('secrets, which open by the old seal, and are given keys when they are written', async () => {
    const client = new SecretsManagerClient(options());
    const valueOf = async (VersionStage: string): Promise<string | undefined> =>
      (await client.send(new GetSecretValueCommand({ SecretId: 'db', VersionStage }))).SecretString;
    expect([await valueOf('AWSCURRENT'), await valueOf('AWSPREVIOUS')]).toEqual([
      'newer secret',
      'old secret',
    ]);
    const { SecretList } = await client.send(new ListSecretsCommand({}));
    expect(SecretList).toMatchObject([{ Name: 'db', Tags: [{ Key: 'team', Value: 'a' }] }]);
    await client.send(new UpdateSecretCommand({ SecretId: 'db', KmsKeyId: 'alias/aws/secretsmanager' }));
    expect(await valueOf('AWSPREVIOUS')).toBe('old secret');
    await client.send(new PutSecretValueCommand({ SecretId: 'db', SecretString: 'newest secret' }));
    expect([await valueOf('AWSCURRENT'), await valueOf('AWSPREVIOUS')]).toEqual([
      'newest secret',
      'newer secret',
    ]);
  });

  test('parameters', async () => {
    const client = new SSMClient(options());
    const valueOf = async (Name: string): Promise<string | undefined> =>
      (await client.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter?.Value;
    expect([await valueOf('/plain'), await valueOf('/secure')]).toEqual(['old text', 'old token']);
    await client.send(new PutParameterCommand({ Name: '/secure', Value: 'new token', Overwrite: true }));
    expect([await valueOf('/secure'), await valueOf('/secure:1')]).toEqual(['new token', 'old token']);
  });

  test('objects, also below versions that are made now, and uploads that go on', async () => {
    const client = new S3Client({ ...options(), forcePathStyle: true });
    const [Bucket, Key] = ['files', 'a/b'];
    const textOf = async (key: string, VersionId?: string): Promise<string | undefined> =>
      (
        await client.send(new GetObjectCommand({ Bucket, Key: key, ...(VersionId && { VersionId }) }))
      ).Body?.transformToString();
    expect(await textOf(Key)).toBe('old bytes');
    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet).toEqual([
      { Key: 'team', Value: 'a' },
    ]);
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'new bytes' }));
    expect([await textOf(Key), await textOf(Key, 'null')]).toEqual(['new bytes', 'old bytes']);
    const upload = {
      Bucket,
      Key: 'parts',
      UploadId: 'xz2H67JKWLYnlOVNRCcUzR1V621Uneisr6xZTN9y_rWJAWFU9dUlCTBWQCFWdq5k',
    };
    const { Parts = [] } = await client.send(new ListPartsCommand(upload));
    await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        MultipartUpload: { Parts: Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })) },
      }),
    );
    expect(await textOf('parts')).toBe('a part');
  });

  test('buses and rules, which go on to hand out events', async () => {
    const client = new EventBridgeClient(options());
    const { EventBuses } = await client.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'own']);
    const { Rules } = await client.send(new ListRulesCommand({}));
    expect(Rules?.map(({ Name }) => Name)).toEqual(['all', 'hourly']);
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'all' }));
    expect(Targets).toMatchObject([{ Id: 'logs' }]);
    const Entries = [{ Source: 'app', DetailType: 'of now', Detail: '{}' }];
    expect((await client.send(new PutEventsCommand({ Entries }))).FailedEntryCount).toBe(0);
    const told = await (await fetch(`${longshore.longshore.endpoint}/_longshore/events`)).text();
    expect(told).toContain('"of now"');
  });

  test('log events, images, roles', async () => {
    const logs = new CloudWatchLogsClient(options());
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: 'app' }]);
    const { events } = await logs.send(
      new GetLogEventsCommand({ logGroupName: 'app', logStreamName: 'one', startFromHead: true }),
    );
    expect(events).toMatchObject([{ message: 'an old line' }]);

    const ecr = new ECRClient(options());
    const repositoryName = 'app';
    const { images } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(images?.[0]?.imageManifest).toContain(configDigest);
    const layerDigest = `sha256:${configDigest}`;
    const { downloadUrl = '' } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    expect(await (await fetch(downloadUrl)).text()).toBe(config);

    const { Role } = await new IAMClient(options()).send(new GetRoleCommand({ RoleName: 'app' }));
    expect(Role?.Arn).toBe('arn:aws:iam::000000000000:role/app');
  });
});
