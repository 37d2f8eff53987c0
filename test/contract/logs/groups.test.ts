import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  DeleteSubscriptionFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
  ListLogGroupsCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  paginateDescribeLogGroups,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  StartQueryCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { logsClient } from './client.ts';

let server: TestLongshore;
let client: CloudWatchLogsClient;

beforeAll(async () => {
  server = await startTestLongshore();
  client = logsClient(server.longshore.endpoint);
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

const arnOf = (name: string): string => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`;

test('a group from its creation to its end', async () => {
  const group = { logGroupName: '/ecs/life' };
  await client.send(new CreateLogGroupCommand({ ...group, tags: { team: 'a' }, logGroupClass: 'STANDARD' }));
  await expect(client.send(new CreateLogGroupCommand(group))).rejects.toThrow(ResourceAlreadyExistsException);
  await client.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 7 }));
  const described = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/life' }));
  expect(described.logGroups).toEqual([
    {
      logGroupName: '/ecs/life',
      logGroupArn: arnOf('/ecs/life'),
      arn: `${arnOf('/ecs/life')}:*`,
      creationTime: expect.any(Number),
      retentionInDays: 7,
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    },
  ]);
  await client.send(new DeleteRetentionPolicyCommand(group));
  const protection = { logGroupIdentifier: arnOf('/ecs/life') };
  await client.send(
    new PutLogGroupDeletionProtectionCommand({ ...protection, deletionProtectionEnabled: true }),
  );
  await expect(client.send(new DeleteLogGroupCommand(group))).rejects.toThrow('deletion protection');
  await client.send(
    new PutLogGroupDeletionProtectionCommand({ ...protection, deletionProtectionEnabled: false }),
  );
  await client.send(new DeleteLogGroupCommand(group));
  const again = client.send(new DeleteLogGroupCommand(group));
  await expect(again).rejects.toThrow(ResourceNotFoundException);
  await expect(again).rejects.toThrow('The specified log group does not exist.');
});

test('tags, by the old and the new operations', async () => {
  const group = { logGroupName: 'tagged' };
  const resourceArn = arnOf('tagged');
  await client.send(new CreateLogGroupCommand(group));
  await client.send(new TagLogGroupCommand({ ...group, tags: { a: '1', b: '2' } }));
  await client.send(new TagResourceCommand({ resourceArn, tags: { c: '3' } }));
  await client.send(new UntagLogGroupCommand({ ...group, tags: ['a'] }));
  await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['b'] }));
  expect((await client.send(new ListTagsLogGroupCommand(group))).tags).toEqual({ c: '3' });
  expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ c: '3' });
});

test('groups page by page, by the paginator of the SDK', async () => {
  for (const name of ['p/1', 'p/2', 'p/3'])
    await client.send(new CreateLogGroupCommand({ logGroupName: name }));
  const names: (string | undefined)[] = [];
  for await (const page of paginateDescribeLogGroups({ client, pageSize: 2 }, { logGroupNamePrefix: 'p/' })) {
    names.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName));
  }
  expect(names).toEqual(['p/1', 'p/2', 'p/3']);
  const listed = await client.send(new ListLogGroupsCommand({ logGroupNamePattern: '^p/1' }));
  expect(listed.logGroups).toEqual([
    { logGroupName: 'p/1', logGroupArn: arnOf('p/1'), logGroupClass: 'STANDARD' },
  ]);
});

test('a region has its own groups', async () => {
  using elsewhere = { client: logsClient(server.longshore.endpoint, 'eu-west-1'), [Symbol.dispose]() {} };
  await elsewhere.client.send(new CreateLogGroupCommand({ logGroupName: 'there' }));
  const here = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'there' }));
  expect(here.logGroups).toEqual([]);
});

test('filters that would have no effect are refused, and there are none', async () => {
  const group = { logGroupName: 'filters' };
  await client.send(new CreateLogGroupCommand(group));
  const filter = new PutMetricFilterCommand({
    ...group,
    filterName: 'f',
    filterPattern: '',
    metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
  });
  await expect(client.send(filter)).rejects.toThrow('PutMetricFilter is not implemented');
  expect((await client.send(new DescribeMetricFiltersCommand(group))).metricFilters).toEqual([]);
  expect((await client.send(new DescribeSubscriptionFiltersCommand(group))).subscriptionFilters).toEqual([]);
  const named = { ...group, filterName: 'f' };
  await expect(client.send(new DeleteMetricFilterCommand(named))).rejects.toThrow(
    'The specified metric filter does not exist.',
  );
  await expect(client.send(new DeleteSubscriptionFilterCommand(named))).rejects.toThrow(
    'The specified subscription filter does not exist.',
  );
  const query = new StartQueryCommand({ ...group, startTime: 0, endTime: 1, queryString: 'fields @message' });
  await expect(client.send(query)).rejects.toThrow('StartQuery is not implemented');
});
