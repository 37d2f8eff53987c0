import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import * as ecs from '@aws-sdk/client-ecs';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

/** Somebody else's services are a second Longshore's, which knows what it has answered. */
let second: TestLongshore;
let first: TestLongshore;
const account = '111122223333';
const role = `arn:aws:iam::${account}:role/app`;

/** An EventBridge that takes events of AWS's own services from anybody, as stand-ins of AWS do. */
const told: { readonly Source: string; readonly Detail: string }[] = [];
const eventBridge = createServer((request, response) => {
  void takeEvents(request).then(() =>
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] })),
  );
});
async function takeEvents(request: IncomingMessage): Promise<void> {
  const { Entries } = JSON.parse(await text(request));
  told.push(...Entries);
}

beforeAll(async () => {
  eventBridge.listen(0, '127.0.0.1');
  await once(eventBridge, 'listening');
  const address = eventBridge.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  second = await startTestLongshore({ verifySignatures: { rootSecret: 'test' } });
  first = await startTestLongshore({
    upstreams: [`*=${second.longshore.endpoint}`, `events=http://127.0.0.1:${port}`],
  });
});
afterAll(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  eventBridge.close();
});

async function run(definition: Partial<ecs.RegisterTaskDefinitionCommandInput>): Promise<ecs.Task> {
  const client = new ecs.ECSClient(clientOptions(first));
  const family = 'app';
  await client.send(
    new ecs.RegisterTaskDefinitionCommand({
      family,
      executionRoleArn: role,
      containerDefinitions: [],
      ...definition,
    }),
  );
  const { tasks: [task] = [] } = await client.send(new ecs.RunTaskCommand({ taskDefinition: family }));
  const tasks = [task?.taskArn ?? ''];
  const wait = { client, maxWaitTime: 15, minDelay: 1, maxDelay: 1 };
  await ecs.waitUntilTasksStopped(wait, { tasks });
  const described = await client.send(new ecs.DescribeTasksCommand({ tasks }));
  const [found] = described.tasks ?? [];
  if (found === undefined) throw new Error('the task is gone');
  return found;
}

const container = {
  name: 'app',
  image: 'busybox',
  memory: 64,
  dockerLabels: { 'longshore.simulate.run-for': '0s' },
};

test('secrets, parameters and environment files of a task are fetched there', async () => {
  const options = clientOptions(second);
  const secrets = new SecretsManagerClient(options);
  const { ARN } = await secrets.send(new CreateSecretCommand({ Name: 'db', SecretString: '{"key":"hush"}' }));
  await new SSMClient(options).send(
    new PutParameterCommand({ Name: '/token', Value: 't', Type: 'SecureString' }),
  );
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'files' }));
  await s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'a b.env', Body: 'FROM=file' }));
  const good = await run({
    containerDefinitions: [
      {
        ...container,
        secrets: [
          { name: 'KEY', valueFrom: `${ARN}:key::` },
          { name: 'TOKEN', valueFrom: '/token' },
        ],
        environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::files/a b.env' }],
      },
    ],
  });
  expect(good).toMatchObject({ stopCode: 'EssentialContainerExited' });
  const bad = await run({
    containerDefinitions: [{ ...container, secrets: [{ name: 'KEY', valueFrom: '/missing' }] }],
  });
  expect(bad).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringContaining('/missing'),
  });
});

test('subnets and groups of an EC2 that is theirs are taken for the default ones', async () => {
  const client = new ecs.ECSClient(clientOptions(first));
  const family = 'net';
  const containerDefinitions = [container];
  await client.send(
    new ecs.RegisterTaskDefinitionCommand({ family, networkMode: 'awsvpc', containerDefinitions }),
  );
  const awsvpcConfiguration = {
    subnets: ['subnet-0123456789abcdef0'],
    securityGroups: ['sg-0123456789abcdef0'],
  };
  const { tasks } = await client.send(
    new ecs.RunTaskCommand({ taskDefinition: family, networkConfiguration: { awsvpcConfiguration } }),
  );
  expect(tasks).toHaveLength(1);
});

test('output and events go there', async () => {
  const options = clientOptions(second);
  const logs = new CloudWatchLogsClient(options);
  const task = await run({
    containerDefinitions: [
      {
        ...container,
        dockerLabels: { ...container.dockerLabels, 'longshore.simulate.output': 'one\ntwo' },
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': '/app',
            'awslogs-region': 'us-east-1',
            'awslogs-stream-prefix': 'p',
            'awslogs-create-group': 'true',
          },
        },
      },
    ],
  });
  const logStreamName = `p/app/${task.taskArn?.split('/').at(-1)}`;
  const lines = await logs.send(
    new GetLogEventsCommand({ logGroupName: '/app', logStreamName, startFromHead: true }),
  );
  expect(lines.events?.map(({ message }) => message)).toEqual(['one', 'two']);
  const states = (): readonly unknown[] =>
    told
      .map(({ Source, Detail }) => ({ Source, detail: JSON.parse(Detail) }))
      .filter(({ Source, detail }) => Source === 'aws.ecs' && detail.taskArn === task.taskArn)
      .map(({ detail }) => detail.lastStatus);
  await expect.poll(states).toContain('STOPPED');
  expect(states()[0]).toBe('PENDING');
});
