import {
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { startTestLongshore } from '../../support/longshore.ts';
import { logsClient } from './client.ts';

test('a rule of EventBridge writes its events into a log group', async () => {
  await using server = await startTestLongshore();
  const { endpoint } = server.longshore;
  const logs = logsClient(endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const events = new EventBridgeClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const logGroupName = '/aws/events/all';
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  await events.send(new PutRuleCommand({ Name: 'all', EventPattern: '{"source":["mine"]}' }));
  const targets = [{ Id: 'logs', Arn: logGroups?.[0]?.arn ?? '' }];
  await events.send(new PutTargetsCommand({ Rule: 'all', Targets: targets }));
  const entry = { Source: 'mine', DetailType: 'greeting', Detail: '{"hello":"world"}' };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  const found = async (): Promise<unknown> =>
    (
      await logs.send(
        new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.detail.hello = "w*" }' }),
      )
    ).events;
  await expect.poll(found).toMatchObject([{ message: expect.stringContaining('"detail-type":"greeting"') }]);
  logs.destroy();
  events.destroy();
});
