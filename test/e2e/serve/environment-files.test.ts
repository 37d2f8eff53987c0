import {
  GetLogEventsCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';

import { ecsClient } from '../../support/e2e/clients.ts';
import { shell } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { runTask, taskIn } from '../../support/e2e/tasks.ts';

const settings = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

test('variables of a file in S3 are in the container; its output is in CloudWatch Logs when it has stopped', async () => {
  await using server = await startServer();
  using ecs = ecsClient(server.endpoint);
  const s3 = new S3Client({ ...settings(server.endpoint), forcePathStyle: true });
  const logs = new CloudWatchLogsClient(settings(server.endpoint));
  await s3.send(new CreateBucketCommand({ Bucket: 'config' }));
  await s3.send(
    new PutObjectCommand({
      Bucket: 'config',
      Key: 'app/prod.env',
      Body: '# of the app\nGREETING=Hello there\nWHO=nobody\n',
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/app' }));
  const options = { 'awslogs-group': '/app', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ecs' };
  const arn = await runTask(ecs, {
    ...shell('echo "$GREETING, $WHO"', {
      environment: [{ name: 'WHO', value: 'world' }],
      environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::config/app/prod.env' }],
      logConfiguration: { logDriver: 'awslogs', options },
    }),
    executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
  });
  const task = await taskIn(ecs, arn, 'STOPPED');
  expect(task.containers?.[0]).toMatchObject({ exitCode: 0 });
  const { events } = await logs.send(
    new GetLogEventsCommand({ logGroupName: '/app', logStreamName: `ecs/main/${arn.split('/').at(-1)}` }),
  );
  expect(events?.map(({ message }) => message)).toEqual(['Hello there, world']);
  s3.destroy();
  logs.destroy();
});
