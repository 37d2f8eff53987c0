import { type ECSClient, ECSClient as Ecs, ListTasksCommand, type Task } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { startServer, type ServerProcess } from '../../support/e2e/server.ts';
import { sessionOf } from '../../support/e2e/task-session.ts';
import { describeTask, runTask, taskIn } from '../../support/e2e/tasks.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

/** Policies and signatures together, with containers that run. */
const account = '000000000000';
const parameter = (name: string): string => `arn:aws:ssm:us-east-1:${account}:parameter/${name}`;
const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

let server: ServerProcess;
let root: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
let ecs: ECSClient;

beforeAll(async () => {
  server = await startServer({
    args: ['--iam', 'strict', '--verify-signatures', '--root-secret', 'mine'],
  });
  const credentials = { accessKeyId: account, secretAccessKey: 'mine' };
  root = { endpoint: server.endpoint, region: 'us-east-1', credentials };
  ecs = new Ecs(root);
  const ssm = new SSMClient(root);
  for (const Name of ['/one', '/two']) {
    await ssm.send(new PutParameterCommand({ Name, Value: `value of ${Name}`, Type: 'String' }));
  }
  await makeRole('reader', 'ssm:GetParameter');
  await makeRole('fetcher', 'ssm:GetParameters');
});
afterAll(() => server[Symbol.asyncDispose]());

/** A role of tasks that may do one thing with the parameter /one, and nothing else. */
async function makeRole(RoleName: string, Action: string): Promise<void> {
  const iam = new IAMClient(root);
  const document = (statement: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = document({
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:ecs:us-east-1:${account}:*` } },
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = document({ Action, Resource: parameter('one') });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'one', PolicyDocument }));
}

const refusalOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'none',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
  );

test('a task may do what its role may, and nobody may who does not sign as it', async () => {
  const arn = await runTask(ecs, { ...shell(waits), taskRoleArn: role('reader') });
  await taskIn(ecs, arn, 'RUNNING');
  const [container = ''] = await server.containers();
  const credentials = await sessionOf(container);
  const door = { endpoint: 'http://169.254.170.2/aws', region: 'us-east-1', maxAttempts: 1 };
  const ssm = new SSMClient({ ...door, credentials });

  const one = await ssm.send(new GetParameterCommand({ Name: '/one' }));
  expect(one.Parameter?.Value).toBe('value of /one');
  const session = `arn:aws:sts::${account}:assumed-role/reader/${arn.slice(arn.lastIndexOf('/') + 1)}`;
  expect(await refusalOf(ssm.send(new GetParameterCommand({ Name: '/two' })))).toBe(
    `AccessDeniedException: User: ${session} is not authorized to perform: ssm:GetParameter on resource: ` +
      `${parameter('two')} because no identity-based policy allows the ssm:GetParameter action`,
  );
  const put = new PutParameterCommand({ Name: '/one', Value: 'mine', Overwrite: true });
  expect(await refusalOf(ssm.send(put))).toContain('AccessDeniedException');
  expect(await refusalOf(new Ecs({ ...door, credentials }).send(new ListTasksCommand({})))).toContain(
    `AccessDeniedException: User: ${session} is not authorized to perform: ecs:ListTasks`,
  );

  const guess = { ...credentials, secretAccessKey: 'guess' };
  const asRoot = { accessKeyId: account, secretAccessKey: 'test' };
  for (const other of [guess, asRoot]) {
    const forged = new SSMClient({ ...door, credentials: other });
    expect(await refusalOf(forged.send(new GetParameterCommand({ Name: '/one' })))).toContain(
      'InvalidSignatureException',
    );
  }
  const unsigned = await fetch('http://169.254.170.2/aws/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
    body: '{"Name":"/one"}',
  });
  expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
});

test('what an execution role may not fetch stops the task, and is its reason', async () => {
  const started = async (name: string): Promise<Task> => {
    const definition = shell('echo "$VALUE"', { secrets: [{ name: 'VALUE', valueFrom: parameter(name) }] });
    const arn = await runTask(ecs, { ...definition, family: name, executionRoleArn: role('fetcher') });
    return waitFor(`${arn} to stop`, async () => {
      const task = await describeTask(ecs, arn);
      return task.lastStatus === 'STOPPED' ? task : undefined;
    });
  };
  const allowed = await started('one');
  expect(allowed.containers?.[0]?.exitCode, allowed.stoppedReason).toBe(0);
  const denied = await started('two');
  expect(denied.stoppedReason).toContain('AccessDeniedException: User: ');
  expect(denied.stoppedReason).toContain(
    `assumed-role/fetcher/${denied.taskArn?.slice(denied.taskArn.lastIndexOf('/') + 1)} is not authorized to perform: ` +
      `ssm:GetParameters on resource: ${parameter('two')}`,
  );
  expect(denied.stopCode).toBe('TaskFailedToStart');
});
