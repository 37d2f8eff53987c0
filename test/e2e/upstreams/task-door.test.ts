import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { runTask, taskIn } from '../../support/e2e/tasks.ts';
import { sessionOf } from '../../support/e2e/task-session.ts';

test('a task calls somebody else’s services with a session of theirs, though its path is cut on the way', async () => {
  await using theirs = await startServer({
    args: ['--backend', 'simulated', '--link-local', 'off', '--verify-signatures'],
  });
  await using ours = await startServer({
    args: ['--upstream', `s3=${theirs.endpoint}`, '--upstream', `sts=${theirs.endpoint}`],
  });
  using client = ecsClient(ours.endpoint);
  const arn = await runTask(client, { ...shell(waits), taskRoleArn: 'arn:aws:iam::000000000000:role/app' });
  await taskIn(client, arn, 'RUNNING');
  const [container = ''] = await ours.containers();
  const credentials = await sessionOf(container);
  const options = { endpoint: 'http://169.254.170.2/aws', region: 'us-east-1', credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'of-the-task' }));
  expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: 'of-the-task' }]);
  expect((await new ECSClient(options).send(new ListTasksCommand({}))).taskArns).toEqual([arn]);
});
