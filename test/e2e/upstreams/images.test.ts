import {
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { dockerCli, pushing } from '../../support/e2e/docker.ts';
import { startServer } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

async function run(client: ECSClient, image: string): Promise<Task> {
  const containerDefinitions = [{ name: 'main', image, command: ['sh', '-c', 'exit 11'], memory: 16 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: 'images', containerDefinitions }));
  const { tasks } = await client.send(new RunTaskCommand({ taskDefinition: 'images' }));
  const taskArn = tasks?.[0]?.taskArn ?? '';
  return waitFor('the task to stop', async () => {
    const described = await client.send(new DescribeTasksCommand({ tasks: [taskArn] }));
    return described.tasks?.find(({ lastStatus }) => lastStatus === 'STOPPED');
  });
}

test('images of an ECR that somebody else runs are pulled there, with the login that it gives', async () => {
  await using docker = await dockerCli();
  await using theirs = await startServer({ args: ['--backend', 'simulated', '--link-local', 'off'] });
  await using ours = await startServer({
    args: ['--link-local', 'off', '--upstream', `ecr=${theirs.endpoint}`],
  });
  using registry = pushing(theirs.endpoint);
  using client = ecsClient(ours.endpoint);
  const aws = (name: string): string => `000000000000.dkr.ecr.us-east-1.amazonaws.com/${name}`;
  docker.cleanUp(`${registry.address}/`);
  docker.cleanUp(aws('up/'));
  const uri = await registry.create('up/app');
  await registry.login(docker);
  await docker.build(`${uri}:v1`, 'one');
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(await docker.ok(['push', `${uri}:v1`]))?.[1] ?? '';
  await docker.ok(['rmi', `${uri}:v1`]);
  await docker.ok(['logout', registry.address]);

  const byTag = await run(client, aws('up/app:v1'));
  expect(byTag.containers).toMatchObject([{ image: aws('up/app:v1'), imageDigest: digest, exitCode: 11 }]);
  const byDigest = await run(client, aws(`up/app@${digest}`));
  expect(byDigest.containers).toMatchObject([{ image: aws(`up/app@${digest}`), exitCode: 11 }]);
  const absent = await run(client, aws('up/none:v1'));
  expect(absent.containers?.[0]?.reason).toContain('CannotPullContainerError');
});
