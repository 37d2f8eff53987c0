import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { aws, awsJson } from '../../support/e2e/clients.ts';
import { shell } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';

test('a task gets what the AWS CLI has put into Secrets Manager and the Parameter Store', async () => {
  await using server = await startServer();
  const told = (...args: readonly string[]): Promise<unknown> => awsJson(server.endpoint, args);

  const create = [
    'create-secret',
    '--name',
    'app/db',
    '--secret-string',
    '{"password":"hunter2","port":5432}',
  ];
  const made = (await told('secretsmanager', ...create)) as { readonly ARN: string };
  expect(await told('secretsmanager', 'get-secret-value', '--secret-id', 'app/db')).toMatchObject({
    ARN: made.ARN,
    SecretString: '{"password":"hunter2","port":5432}',
    VersionStages: ['AWSCURRENT'],
  });
  expect(await told('secretsmanager', 'list-secrets', '--filters', 'Key=name,Values=app/')).toMatchObject({
    SecretList: [{ Name: 'app/db' }],
  });
  expect(await told('secretsmanager', 'get-random-password', '--password-length', '20')).toMatchObject({
    RandomPassword: expect.stringMatching(/^.{20}$/),
  });
  const put = ['put-parameter', '--name', '/app/token', '--type', 'SecureString', '--value', 't0k3n'];
  expect(await told('ssm', ...put)).toEqual({ Version: 1, Tier: 'Standard' });
  const byPath = ['get-parameters-by-path', '--path', '/app', '--with-decryption'];
  expect(await told('ssm', ...byPath)).toMatchObject({
    Parameters: [{ Name: '/app/token', Value: 't0k3n' }],
  });
  expect(await told('ssm', 'describe-parameters')).toMatchObject({
    Parameters: [{ Name: '/app/token', Type: 'SecureString', KeyId: 'alias/aws/ssm' }],
  });

  const definition = shell('printf %s "$PASSWORD$PORT$TOKEN" | sha256sum; exit 7', {
    secrets: [
      { name: 'PASSWORD', valueFrom: `${made.ARN}:password::` },
      { name: 'PORT', valueFrom: `${made.ARN}:port::` },
      { name: 'TOKEN', valueFrom: '/app/token' },
    ],
  });
  const input = { ...definition, executionRoleArn: 'arn:aws:iam::000000000000:role/execution' };
  await told('ecs', 'register-task-definition', '--cli-input-json', JSON.stringify(input));
  const ran = (await told('ecs', 'run-task', '--task-definition', 'shell')) as {
    readonly tasks: readonly { readonly taskArn: string }[];
  };
  const task = ran.tasks[0]?.taskArn ?? '';
  await told('ecs', 'wait', 'tasks-stopped', '--tasks', task);
  const described = await told('ecs', 'describe-tasks', '--tasks', task);
  expect(described).toMatchObject({ tasks: [{ containers: [{ exitCode: 7 }] }] });
  expect(JSON.stringify(described)).not.toContain('hunter2');
  const watched = await fetch(
    `${server.endpoint}/_longshore/tasks/watch?${new URLSearchParams({ arn: task }).toString()}`,
  );
  expect(await watched.text()).toContain(createHash('sha256').update('hunter25432t0k3n').digest('hex'));
});

test('the AWS CLI shows the errors that it shows with AWS', async () => {
  await using server = await startServer({ args: ['--backend', 'simulated'] });
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await aws(server.endpoint, args);
    expect(code).toBe(254);
    return stderr.trim();
  };
  expect(await refused('secretsmanager', 'get-secret-value', '--secret-id', 'nowhere')).toContain(
    'An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: ' +
      "Secrets Manager can't find the specified secret.",
  );
  expect(await refused('ssm', 'get-parameter', '--name', 'nowhere')).toContain(
    'An error occurred (ParameterNotFound) when calling the GetParameter operation:',
  );
  const replicate = ['--secret-id', 'nowhere', '--add-replica-regions', 'Region=eu-central-1'];
  expect(await refused('secretsmanager', 'replicate-secret-to-regions', ...replicate)).toContain(
    'is not implemented by this version of Longshore.',
  );
});
