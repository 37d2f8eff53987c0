import { ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { awsEnvironment, ecsClient, needed, python } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { finish, startProgram } from '../../support/e2e/program.ts';
import { startServer } from '../../support/e2e/server.ts';
import { sessionOf } from '../../support/e2e/task-session.ts';
import { runTask, taskIn } from '../../support/e2e/tasks.ts';

test('tasks sign with the sessions of their roles, and are let in; others are not', async () => {
  await using server = await startServer({ args: ['--verify-signatures', '--root-secret', 'mine'] });
  expect(server.program.stderr()).toContain('signatures are verified');
  using stranger = ecsClient(server.endpoint);
  await expect(stranger.send(new ListTasksCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });

  const root = { accessKeyId: '000000000000', secretAccessKey: 'mine' };
  const client = new ECSClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: root });
  const definition = { ...shell(waits), taskRoleArn: 'arn:aws:iam::000000000000:role/app' };
  const arn = await runTask(client, definition);
  await taskIn(client, arn, 'RUNNING');
  const [container = ''] = await server.containers();
  const credentials = await sessionOf(container);

  const endpoint = 'http://169.254.170.2/aws';
  const task = new ECSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  expect((await task.send(new ListTasksCommand({}))).taskArns).toEqual([arn]);
  const forged = { ...credentials, secretAccessKey: 'guess' };
  const other = new ECSClient({ endpoint, region: 'us-east-1', credentials: forged, maxAttempts: 1 });
  await expect(other.send(new ListTasksCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });

  // botocore asks for the endpoint's path without a slash behind it.
  const script = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';
  const env = {
    ...awsEnvironment(endpoint),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
  await using program = startProgram(needed('LONGSHORE_TEST_PYTHON', 'Python 3 with boto3'), ['-c', script], {
    env,
  });
  const told = await finish(program);
  expect(told.stdout.trim(), told.stderr).toBe(
    `arn:aws:sts::000000000000:assumed-role/app/${arn.slice(arn.lastIndexOf('/') + 1)}`,
  );
});

test('boto3 is let in however it signs, and told in the words of each protocol where it may not', async () => {
  await using server = await startServer({
    args: ['--backend', 'simulated', '--link-local', 'off', '--verify-signatures'],
  });
  const script = fileURLToPath(new URL('../../support/e2e/drive_signatures.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout.replaceAll("'", '"'))).toEqual({
    s3: 'SignatureDoesNotMatch',
    iam: 'SignatureDoesNotMatch',
    ecs: 'InvalidSignatureException',
    scheduler: 'InvalidSignatureException',
  });
});
