import {
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { type DockerCli, dockerCli, pushing } from '../../support/e2e/docker.ts';
import { startServer } from '../../support/e2e/server.ts';
import { tcpEngine } from '../../support/e2e/tcp-engine.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

/** Runs a container that tells `WHICH` of the images it is, to its end. */
async function run(client: ECSClient, image: string): Promise<Task> {
  const command = ['sh', '-c', 'case $WHICH in one) exit 11;; two) exit 12;; *) exit 13;; esac'];
  const containerDefinitions = [{ name: 'main', image, command, memory: 16 }];
  await client.send(new RegisterTaskDefinitionCommand({ family: 'images', containerDefinitions }));
  const { tasks } = await client.send(new RunTaskCommand({ taskDefinition: 'images' }));
  const taskArn = tasks?.[0]?.taskArn ?? '';
  return waitFor('the task to stop', async () => {
    const described = await client.send(new DescribeTasksCommand({ tasks: [taskArn] }));
    return described.tasks?.find(({ lastStatus }) => lastStatus === 'STOPPED');
  });
}

const aws = (name: string): string => `000000000000.dkr.ecr.us-east-1.amazonaws.com/${name}`;

async function push(docker: DockerCli, name: string, which: string): Promise<string> {
  await docker.build(name, which);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(await docker.ok(['push', name]))?.[1] ?? '';
  await docker.ok(['rmi', name]);
  return digest;
}

test('a task runs the image that was pushed, under its name in AWS', async () => {
  await using docker = await dockerCli();
  await using server = await startServer();
  using registry = pushing(server.endpoint);
  using client = ecsClient(server.endpoint);
  docker.cleanUp(`${registry.address}/`);
  docker.cleanUp(aws('run/'));
  const uri = await registry.create('run/app');
  await registry.login(docker);
  const first = await push(docker, `${uri}:v1`, 'one');

  const byTag = await run(client, aws('run/app:v1'));
  expect(byTag.containers).toMatchObject([{ image: aws('run/app:v1'), imageDigest: first, exitCode: 11 }]);
  expect(byTag.pullStartedAt).toBeInstanceOf(Date);
  const again = await run(client, aws('run/app:v1'));
  expect(again.containers).toMatchObject([{ imageDigest: first, exitCode: 11 }]);
  expect(again.pullStartedAt).toBeUndefined();

  // Pushed again, the tag means another image, and the digest still the first.
  const second = await push(docker, `${uri}:v1`, 'two');
  expect((await run(client, aws('run/app:v1'))).containers).toMatchObject([
    { imageDigest: second, exitCode: 12 },
  ]);
  const byDigest = await run(client, aws(`run/app@${first}`));
  expect(byDigest.containers).toMatchObject([
    { image: aws(`run/app@${first}`), imageDigest: first, exitCode: 11 },
  ]);
  expect((await run(client, `${uri}:v1`)).containers).toMatchObject([
    { image: `${uri}:v1`, imageDigest: second, exitCode: 12 },
  ]);
  expect((await run(client, `${uri}@${first}`)).containers).toMatchObject([
    { imageDigest: first, exitCode: 11 },
  ]);

  // What was built here under the name, and not pushed, is what its author wants to run.
  await docker.build(aws('run/app:v1'), 'other');
  const [built] = (await run(client, aws('run/app:v1'))).containers ?? [];
  expect(built).toMatchObject({ exitCode: 13 });
  expect(built?.imageDigest).toBeUndefined();
});

test('an image that is not in the registry is told as AWS tells it, unless the engine has one', async () => {
  await using docker = await dockerCli();
  await using server = await startServer();
  using registry = pushing(server.endpoint);
  using client = ecsClient(server.endpoint);
  docker.cleanUp(aws('absent/'));
  const why = async (image: string): Promise<string | undefined> =>
    (await run(client, image)).containers?.[0]?.reason;
  expect(await why(aws('absent/app:1'))).toContain(
    `CannotPullContainerError: Error response from daemon: repository ${aws('absent/app')} not found: name unknown: ` +
      "The repository with name 'absent/app' does not exist in the registry with id '000000000000'",
  );
  await registry.create('absent/app');
  expect(await why(aws('absent/app'))).toContain(
    `manifest for ${aws('absent/app')}:latest not found: manifest unknown: Requested image not found`,
  );
  await docker.build(aws('absent/app:1'), 'one');
  expect((await run(client, aws('absent/app:1'))).containers).toMatchObject([{ exitCode: 11 }]);
});

test('an engine that does not reach the registry is sent the image', async () => {
  await using docker = await dockerCli();
  await using engine = await tcpEngine();
  await using server = await startServer({ env: { DOCKER_HOST: engine.address } });
  using registry = pushing(server.endpoint);
  using client = ecsClient(server.endpoint);
  docker.cleanUp(`${registry.address}/`);
  docker.cleanUp(aws('sent/'));
  const uri = await registry.create('sent/app');
  await registry.login(docker);
  const first = await push(docker, `${uri}:v1`, 'one');
  expect((await run(client, aws('sent/app:v1'))).containers).toMatchObject([
    { imageDigest: first, exitCode: 11 },
  ]);
  expect(engine.calls().some((call) => call.includes('/images/load'))).toBe(true);
  const second = await push(docker, `${uri}:v1`, 'two');
  expect((await run(client, aws('sent/app:v1'))).containers).toMatchObject([
    { imageDigest: second, exitCode: 12 },
  ]);
  expect((await run(client, aws(`sent/app@${first}`))).containers).toMatchObject([
    { imageDigest: first, exitCode: 11 },
  ]);
});
