import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeVpcsCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeClustersCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeRuleCommand, EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateScheduleGroupCommand,
  GetScheduleGroupCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { finish, startLongshoreProgram, startProgram } from '../../test/support/e2e/program.ts';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import type { BenchContext, Figure, Row } from '../figure.ts';
import { load } from '../support/load.ts';
import { inPairs } from '../support/pairs.ts';
import { cpuSeconds } from '../support/process-figures.ts';
import { recordedRequest, type RecorderOptions } from '../support/recorded.ts';
import { quiet } from '../support/server.ts';

const requestsPerRound = 4000;
const connections = 8;

interface Clients {
  readonly logs: CloudWatchLogsClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly scheduler: SchedulerClient;
  readonly secrets: SecretsManagerClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

type Options = Omit<RecorderOptions, 'requestHandler'> & Partial<Pick<RecorderOptions, 'requestHandler'>>;

const clientsOf = (options: Options): Clients => ({
  logs: new CloudWatchLogsClient(options),
  ec2: new EC2Client(options),
  ecr: new ECRClient(options),
  ecs: new ECSClient(options),
  events: new EventBridgeClient(options),
  iam: new IAMClient(options),
  kms: new KMSClient(options),
  s3: new S3Client({ ...options, forcePathStyle: true }),
  scheduler: new SchedulerClient(options),
  secrets: new SecretsManagerClient(options),
  ssm: new SSMClient(options),
  sts: new STSClient(options),
});

/** One simple read of each service; `key` is the id of the key that was made. */
const reads = (key: string): readonly (readonly [name: string, (clients: Clients) => Promise<unknown>])[] => [
  ['ecs DescribeClusters', ({ ecs }) => ecs.send(new DescribeClustersCommand({}))],
  [
    'ecr DescribeRepositories',
    ({ ecr }) => ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] })),
  ],
  [
    'logs DescribeLogGroups',
    ({ logs }) => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'app' })),
  ],
  ['events DescribeRule', ({ events }) => events.send(new DescribeRuleCommand({ Name: 'app' }))],
  [
    'scheduler GetScheduleGroup',
    ({ scheduler }) => scheduler.send(new GetScheduleGroupCommand({ Name: 'app' })),
  ],
  [
    'secretsmanager GetSecretValue',
    ({ secrets }) => secrets.send(new GetSecretValueCommand({ SecretId: 'app' })),
  ],
  [
    'ssm GetParameter',
    ({ ssm }) => ssm.send(new GetParameterCommand({ Name: '/app', WithDecryption: true })),
  ],
  ['kms DescribeKey', ({ kms }) => kms.send(new DescribeKeyCommand({ KeyId: key }))],
  ['sts GetCallerIdentity', ({ sts }) => sts.send(new GetCallerIdentityCommand({}))],
  ['iam GetRole', ({ iam }) => iam.send(new GetRoleCommand({ RoleName: 'app' }))],
  ['ec2 DescribeVpcs', ({ ec2 }) => ec2.send(new DescribeVpcsCommand({}))],
  ['ec2 DescribeSecurityGroups', ({ ec2 }) => ec2.send(new DescribeSecurityGroupsCommand({}))],
  ['s3 GetObject of 1 KB', ({ s3 }) => s3.send(new GetObjectCommand({ Bucket: 'app', Key: 'a' }))],
  ['s3 HeadObject', ({ s3 }) => s3.send(new HeadObjectCommand({ Bucket: 'app', Key: 'a' }))],
  ['s3 ListObjectsV2', ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: 'app' }))],
];

export const figure: Figure = {
  name: 'reads',
  issue: 5,
  about:
    'One simple read of each service, as its real SDK client sends it: requests per second of the server’s own ' +
    'processor time; against a bare node:http server that answers as many bytes.',
  runs: 2,
  async measure(context) {
    await using directory = await temporaryDirectory();
    const args = ['serve', '--port', '0', '--backend', 'simulated', '--data-dir', directory.path, ...quiet];
    await using server = startLongshoreProgram(args);
    const [, endpoint = ''] = await server.until(/is ready at (http:\/\/\S+)/);
    const key = await fill(clientsOf({ ...plain, endpoint }));
    const rows: Row[] = [];
    for (const [name, call] of reads(key))
      rows.push(await measureRead(context, { name, call, endpoint, pid: server.pid }));
    server.signal('SIGTERM');
    await finish(server);
    return rows;
  },
};

const plain = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};

interface Read {
  readonly name: string;
  readonly call: (clients: Clients) => Promise<unknown>;
  readonly endpoint: string;
  readonly pid: number;
}

async function measureRead(context: BenchContext, { name, call, endpoint, pid }: Read): Promise<Row> {
  const request = await recordedRequest(endpoint, (options) => call(clientsOf(options)));
  const answer = await fetchBytes(request, endpoint);
  await using bare = startProgram(process.execPath, [
    join(import.meta.dirname, '../support/bare-server.ts'),
    Buffer.from(answer).toString('base64'),
  ]);
  const [, port] = await bare.until(/(\d+)\n/);
  const rate = async (of: number, target: URL, requests: readonly Buffer[]): Promise<number> => {
    const before = cpuSeconds(of);
    await load({ endpoint: target, requests, count: requestsPerRound, connections, signal: context.signal });
    return requestsPerRound / (cpuSeconds(of) - before);
  };
  const plainRequest = Buffer.from(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}`);
  const { values, baseline } = await inPairs(
    { ...context, progress: (text) => context.progress(`${name}: ${text}`) },
    () => rate(pid, new URL(endpoint), [request]),
    () => rate(bare.pid, new URL(`http://127.0.0.1:${port}`), [plainRequest]),
  );
  return {
    name: `${name}, per core`,
    unit: 'requests/s',
    values,
    baseline: { name: 'bare node:http', values: baseline },
    target: { of: 'median', limit: 'at least', value: 3000 },
  };
}

/** The body of the answer to a recorded request. */
async function fetchBytes(request: Buffer, endpoint: string): Promise<string> {
  const text = request.toString('latin1');
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s, 2);
  const [first = '', ...lines] = head.split('\r\n');
  const [method = 'POST', target = '/'] = first.split(' ');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
  const response = await fetch(new URL(target, endpoint), {
    method,
    headers: headers.filter(([name]) => !/^(?:host|content-length)$/i.test(name)),
    ...(body !== '' && { body }),
  });
  if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`);
  return response.text();
}

/** Makes what is read. Resolves to the id of a key. */
async function fill(clients: Clients): Promise<string> {
  const { ecr, events, iam, kms, logs, s3, scheduler, secrets, ssm } = clients;
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'app' }));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  await events.send(new PutRuleCommand({ Name: 'app', EventPattern: '{"source":["app"]}' }));
  await scheduler.send(new CreateScheduleGroupCommand({ Name: 'app' }));
  await secrets.send(new CreateSecretCommand({ Name: 'app', SecretString: 'value' }));
  await ssm.send(new PutParameterCommand({ Name: '/app', Value: 'value', Type: 'SecureString' }));
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  await iam.send(new CreateRoleCommand({ RoleName: 'app', AssumeRolePolicyDocument }));
  await s3.send(new CreateBucketCommand({ Bucket: 'app' }));
  for (const Key of 'abcdefghij')
    await s3.send(new PutObjectCommand({ Bucket: 'app', Key, Body: 'x'.repeat(1024) }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return KeyMetadata?.KeyId ?? '';
}
