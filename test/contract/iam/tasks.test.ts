import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  type ContainerDefinition,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type Task,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { PutRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, type ClientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { account, allow, document, makeRole, trusting } from './caller.ts';

/** What the agent does for a task, it does as the task's execution role. */

let longshore: TestLongshore;
let root: ClientOptions;
let executionRoleArn: string;
let secret: string | undefined;

beforeAll(async () => {
  longshore = await startTestLongshore({ iam: 'strict', unknownSubnets: 'default' });
  root = clientOptions(longshore);
  executionRoleArn = await makeRole(
    longshore,
    'execution',
    [],
    trusting({ Service: 'ecs-tasks.amazonaws.com' }),
  );
  const secrets = new SecretsManagerClient(root);
  secret = (await secrets.send(new CreateSecretCommand({ Name: 'db', SecretString: 'x' }))).ARN;
  await new SSMClient(root).send(new PutParameterCommand({ Name: '/p', Value: 'x', Type: 'String' }));
  await new CloudWatchLogsClient(root).send(new CreateLogGroupCommand({ logGroupName: '/ecs/web' }));
  await new ECRClient(root).send(new CreateRepositoryCommand({ repositoryName: 'app' }));
});
afterAll(() => longshore[Symbol.asyncDispose]());

async function stopped(
  container: Partial<ContainerDefinition>,
  launchType: 'EC2' | 'FARGATE',
): Promise<Task> {
  const ecs = new ECSClient(root);
  const isFargate = launchType === 'FARGATE';
  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      executionRoleArn,
      ...(isFargate && {
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
      }),
      containerDefinitions: [
        {
          name: 'web',
          image: 'x',
          memory: 64,
          dockerLabels: { 'longshore.simulate.run-for': '10ms' },
          ...container,
        },
      ],
    }),
  );
  const { tasks = [] } = await ecs.send(
    new RunTaskCommand({
      taskDefinition: 'web',
      launchType,
      ...(isFargate && { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0'] } } }),
    }),
  );
  const [{ taskArn = '' } = {}] = tasks;
  const waited = await waitUntilTasksStopped(
    { client: ecs, maxWaitTime: 20, minDelay: 1 },
    { tasks: [taskArn] },
  );
  const [task] = (waited.reason as { tasks?: Task[] }).tasks ?? [];
  return task ?? {};
}

const refused = (task: Task, action: string, resource: string | undefined): string =>
  `User: arn:aws:sts::${account}:assumed-role/execution/${task.taskArn?.split('/').at(-1)} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

test.each(['EC2', 'FARGATE'] as const)('a secret that the role may not read, on %s', async (launchType) => {
  const task = await stopped({ secrets: [{ name: 'DB', valueFrom: secret }] }, launchType);
  expect(task.stoppedReason).toContain(
    `AccessDeniedException: ${refused(task, 'secretsmanager:GetSecretValue', secret)}`,
  );
});

test('a parameter', async () => {
  const task = await stopped({ secrets: [{ name: 'P', valueFrom: '/p' }] }, 'FARGATE');
  const resource = `arn:aws:ssm:us-east-1:${account}:parameter/p`;
  expect(task.stoppedReason).toBe(
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to ' +
      'retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: ' +
      refused(task, 'ssm:GetParameters', resource),
  );
});

test('a log group', async () => {
  const options = {
    'awslogs-group': '/ecs/web',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'ecs',
  };
  const task = await stopped({ logConfiguration: { logDriver: 'awslogs', options } }, 'FARGATE');
  const stream = `ecs/web/${task.taskArn?.split('/').at(-1)}`;
  const resource = `arn:aws:logs:us-east-1:${account}:log-group:/ecs/web:log-stream:${stream}`;
  expect(task.stoppedReason).toBe(
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create ' +
      `Cloudwatch log stream: AccessDeniedException: ${refused(task, 'logs:CreateLogStream', resource)} : exit status 1`,
  );
});

test('an image of ECR: its token first, then the repository', async () => {
  const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/app:1`;
  const onFargate = await stopped({ image }, 'FARGATE');
  expect(onFargate.stoppedReason).toBe(
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to ' +
      'retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: ' +
      refused(onFargate, 'ecr:GetAuthorizationToken', '*'),
  );
  const onInstance = await stopped({ image }, 'EC2');
  expect(onInstance.containers?.[0]?.reason).toBe(
    `CannotPullECRContainerError: AccessDeniedException: ${refused(onInstance, 'ecr:GetAuthorizationToken', '*')}`,
  );

  const PolicyDocument = document(allow('ecr:GetAuthorizationToken'));
  const put = new PutRolePolicyCommand({ RoleName: 'execution', PolicyName: 'token', PolicyDocument });
  await new IAMClient(root).send(put);
  const task = await stopped({ image }, 'EC2');
  const resource = `arn:aws:ecr:us-east-1:${account}:repository/app`;
  expect(task.containers?.[0]?.reason).toContain(`denied: ${refused(task, 'ecr:BatchGetImage', resource)}`);
});

test('what the role may have, the task gets', async () => {
  const PolicyDocument = document(allow(['secretsmanager:GetSecretValue', 'ssm:GetParameters', 'logs:*']));
  const put = new PutRolePolicyCommand({ RoleName: 'execution', PolicyName: 'all', PolicyDocument });
  await new IAMClient(root).send(put);
  const task = await stopped(
    {
      secrets: [
        { name: 'DB', valueFrom: secret },
        { name: 'P', valueFrom: '/p' },
      ],
    },
    'EC2',
  );
  expect(task.stoppedReason).toBe('Essential container in task exited');
});
