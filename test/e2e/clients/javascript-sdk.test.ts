import {
  ClientException,
  ClusterNotFoundException,
  CreateClusterCommand,
  DescribeTasksCommand,
  InvalidParameterException,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { ecsClient } from '../../support/e2e/clients.ts';
import { shell, waits } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';

test('the JavaScript SDK runs a task and stops it', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  const cluster = 'tour';
  const created = await client.send(new CreateClusterCommand({ clusterName: cluster }));
  expect(created.cluster).toMatchObject({ clusterName: cluster, status: 'ACTIVE' });

  const { taskDefinition } = await client.send(new RegisterTaskDefinitionCommand(shell(waits)));
  const run = await client.send(
    new RunTaskCommand({ cluster, taskDefinition: taskDefinition?.taskDefinitionArn, startedBy: 'js' }),
  );
  expect(run.failures).toEqual([]);
  const tasks = [run.tasks?.[0]?.taskArn ?? ''];
  const patience = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await waitUntilTasksRunning(patience, { cluster, tasks });
  const [running] = (await client.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? [];
  expect(running).toMatchObject({ lastStatus: 'RUNNING', startedBy: 'js', createdAt: expect.any(Date) });
  expect(await server.containers()).toEqual([running?.containers?.[0]?.runtimeId]);

  await client.send(new StopTaskCommand({ cluster, task: tasks[0], reason: 'enough' }));
  await waitUntilTasksStopped(patience, { cluster, tasks });
  const [stopped] = (await client.send(new DescribeTasksCommand({ cluster, tasks }))).tasks ?? [];
  expect(stopped).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'enough' });
  expect(stopped?.containers?.[0]).toMatchObject({ lastStatus: 'STOPPED', exitCode: 0 });
});

test('the JavaScript SDK gets its typed errors', async () => {
  await using server = await startServer();
  using client = ecsClient(server.endpoint);
  const taskDefinition = 'nowhere:1';
  await expect(
    client.send(new RunTaskCommand({ cluster: 'nowhere', taskDefinition })),
  ).rejects.toBeInstanceOf(ClusterNotFoundException);
  await client.send(new CreateClusterCommand({}));
  await expect(client.send(new RunTaskCommand({ taskDefinition }))).rejects.toSatisfy(
    (error) => error instanceof ClientException && error.message === 'TaskDefinition not found.',
  );
  const badEnum = new RunTaskCommand({ taskDefinition, launchType: 'MOON' as 'EC2' });
  await expect(client.send(badEnum)).rejects.toBeInstanceOf(InvalidParameterException);
});
