import {
  ClusterContainsTasksException,
  ClusterNotFoundException,
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClustersCommand,
  ListTagsForResourceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateClusterCommand,
  paginateListClusters,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

describe('clusters, by the SDK', () => {
  let started: TestLongshore;
  beforeAll(async () => {
    started = await startTestLongshore();
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('are made, listed page by page, changed and deleted', async () => {
    const { client } = started;
    for (const clusterName of ['a', 'b', 'c']) await client.send(new CreateClusterCommand({ clusterName }));
    const names: string[] = [];
    for await (const page of paginateListClusters({ client, pageSize: 2 }, {})) {
      names.push(...(page.clusterArns ?? []).map((arn) => arn.split('/')[1] ?? ''));
    }
    expect(names).toEqual(['a', 'b', 'c', 'default']);

    const settings = [{ name: 'containerInsights' as const, value: 'enabled' }];
    await client.send(new UpdateClusterCommand({ cluster: 'a', settings }));
    const { clusters } = await client.send(
      new DescribeClustersCommand({ clusters: ['a'], include: ['SETTINGS'] }),
    );
    expect(clusters?.[0]?.settings).toEqual(settings);
    const deleted = await client.send(new DeleteClusterCommand({ cluster: 'a' }));
    expect(deleted.cluster?.status).toBe('INACTIVE');
  });

  test('carry tags', async () => {
    const { client } = started;
    const { cluster } = await client.send(new CreateClusterCommand({ clusterName: 'tagged' }));
    const resourceArn = cluster?.clusterArn ?? '';
    const tags = ['x', 'y'].map((key) => ({ key, value: key }));
    await client.send(new TagResourceCommand({ resourceArn, tags }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['x'] }));
    const listed = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed.tags).toEqual([{ key: 'y', value: 'y' }]);
  });

  test('fail with errors that the SDK knows', async () => {
    const { client } = started;
    await expect(client.send(new DeleteClusterCommand({ cluster: 'nope' }))).rejects.toBeInstanceOf(
      ClusterNotFoundException,
    );
    const containerDefinitions = [{ name: 'app', image: 'busybox', memory: 64 }];
    await client.send(new RegisterTaskDefinitionCommand({ family: 'app', containerDefinitions }));
    await client.send(new RunTaskCommand({ taskDefinition: 'app' }));
    await expect(client.send(new DeleteClusterCommand({ cluster: 'default' }))).rejects.toBeInstanceOf(
      ClusterContainsTasksException,
    );
  });
});
