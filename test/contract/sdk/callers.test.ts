import {
  ClusterNotFoundException,
  CreateClusterCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  InvalidParameterException,
  ListClustersCommand,
  ListTasksCommand,
  paginateListTasks,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
const clients: ECSClient[] = [];

beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await longshore[Symbol.asyncDispose]();
});

function clientOf(accessKeyId: string, region = 'us-east-1'): ECSClient {
  const { endpoint } = longshore.longshore;
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const client = new ECSClient({ endpoint, region, credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}

const definition = {
  family: 'app',
  containerDefinitions: [{ name: 'app', image: 'busybox', memory: 8 }],
};

describe('accounts and regions are kept apart', () => {
  const clusterName = 'mine';

  test.each([
    ['another account', '222222222222', 'eu-west-1'],
    ['another region', '111111111111', 'eu-north-1'],
    ['no account of its own', 'AKIAIOSFODNN7EXAMPLE', 'eu-west-1'],
  ])('%s sees nothing', async (_, accessKeyId, region) => {
    const owner = clientOf('111111111111', 'eu-west-1');
    const { cluster } = await owner.send(new CreateClusterCommand({ clusterName }));
    expect(cluster?.clusterArn).toBe('arn:aws:ecs:eu-west-1:111111111111:cluster/mine');
    await owner.send(new RegisterTaskDefinitionCommand(definition));
    const run = await owner.send(new RunTaskCommand({ cluster: clusterName, taskDefinition: 'app' }));
    const task = run.tasks?.[0]?.taskArn ?? '';
    expect(task).toContain(':eu-west-1:111111111111:task/mine/');

    const other = clientOf(accessKeyId, region);
    const { clusterArns } = await other.send(new ListClustersCommand({}));
    expect(clusterArns).not.toContain(cluster?.clusterArn);
    await expect(other.send(new ListTasksCommand({ cluster: clusterName }))).rejects.toBeInstanceOf(
      ClusterNotFoundException,
    );
    await expect(other.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'app' }))).rejects.toThrow(
      'Unable to describe task definition.',
    );
    await other.send(new CreateClusterCommand({ clusterName }));
    await expect(
      other.send(new StopTaskCommand({ cluster: clusterName, task: task.split('/').at(-1) })),
    ).rejects.toThrow('The referenced task was not found.');
  });

  test('a client without an account of its own gets the default one', async () => {
    const { cluster } = await clientOf('AKIAIOSFODNN7EXAMPLE').send(
      new CreateClusterCommand({ clusterName }),
    );
    expect(cluster?.clusterArn).toBe('arn:aws:ecs:us-east-1:000000000000:cluster/mine');
  });

  test('other partitions', async () => {
    const client = clientOf('333333333333', 'cn-north-1');
    const { cluster } = await client.send(new CreateClusterCommand({ clusterName }));
    expect(cluster?.clusterArn).toBe('arn:aws-cn:ecs:cn-north-1:333333333333:cluster/mine');
  });
});

describe('clientToken', () => {
  test('the same request with the same token runs once', async () => {
    const client = clientOf('444444444444');
    await client.send(new CreateClusterCommand({}));
    await client.send(new RegisterTaskDefinitionCommand(definition));
    const request = { taskDefinition: 'app', count: 2, clientToken: 'once' };
    const first = await client.send(new RunTaskCommand(request));
    const again = await client.send(new RunTaskCommand(request));
    const arns = first.tasks?.map(({ taskArn }) => taskArn);
    expect(arns).toHaveLength(2);
    expect(again.tasks?.map(({ taskArn }) => taskArn)).toEqual(arns);
    expect(again.failures).toEqual([]);
    const { taskArns } = await client.send(new ListTasksCommand({}));
    expect(taskArns?.toSorted()).toEqual(arns?.toSorted());
  });

  test('is another in another account, region and cluster', async () => {
    const request = { taskDefinition: 'app', clientToken: 'shared' };
    const arns: (string | undefined)[] = [];
    for (const [account, region] of [
      ['555555555555', 'us-east-1'],
      ['555555555555', 'us-west-2'],
      ['666666666666', 'us-east-1'],
    ] as const) {
      const client = clientOf(account, region);
      await client.send(new RegisterTaskDefinitionCommand(definition));
      for (const cluster of ['one', 'two']) {
        await client.send(new CreateClusterCommand({ clusterName: cluster }));
        const { tasks } = await client.send(new RunTaskCommand({ ...request, cluster }));
        arns.push(tasks?.[0]?.taskArn);
      }
    }
    expect(new Set(arns).size).toBe(6);
  });
});

test('paginateListTasks gives every task once', async () => {
  const client = clientOf('777777777777');
  await client.send(new CreateClusterCommand({}));
  await client.send(new RegisterTaskDefinitionCommand(definition));
  const run = (): Promise<unknown> => client.send(new RunTaskCommand({ taskDefinition: 'app', count: 9 }));
  await Promise.all([run(), run()]);
  const pages: (readonly string[])[] = [];
  for await (const page of paginateListTasks({ client, pageSize: 7 }, {})) pages.push(page.taskArns ?? []);
  expect(pages.map(({ length }) => length)).toEqual([7, 7, 4]);
  expect(new Set(pages.flat()).size).toBe(18);
  const bad = new ListTasksCommand({ nextToken: 'made up' });
  await expect(client.send(bad)).rejects.toBeInstanceOf(InvalidParameterException);
});

test('times are Dates for the SDK', async () => {
  const client = clientOf('888888888888');
  await client.send(new CreateClusterCommand({}));
  await client.send(new RegisterTaskDefinitionCommand(definition));
  const { tasks } = await client.send(new RunTaskCommand({ taskDefinition: 'app' }));
  const described = await client.send(new DescribeTasksCommand({ tasks: [tasks?.[0]?.taskArn ?? ''] }));
  expect(described.tasks?.[0]?.createdAt).toEqual(tasks?.[0]?.createdAt);
  expect(described.tasks?.[0]?.createdAt).toBeInstanceOf(Date);
});
