import {
  DescribeTasksCommand,
  type ECSClient,
  InvalidParameterException,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksRunning,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { defaultVpc } from '../../../src/agent/network/vpc.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { defaultSubnet } from '../../support/subnets.ts';

const register = (client: ECSClient) =>
  client.send(
    new RegisterTaskDefinitionCommand({
      family: 'vpc',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'app', image: 'busybox', memory: 64 }],
    }),
  );

const runIn = (subnets: string[], securityGroups?: string[]): RunTaskCommand =>
  new RunTaskCommand({
    taskDefinition: 'vpc',
    networkConfiguration: { awsvpcConfiguration: { subnets, securityGroups } },
  });

test('subnets and groups that there are not are refused as by AWS', async () => {
  await using started = await startTestLongshore();
  const { client } = started;
  await register(client);
  const wrong = client.send(runIn(['subnet-0aaaaaaaaaaaaaaaa']));
  await expect(wrong).rejects.toBeInstanceOf(InvalidParameterException);
  await expect(wrong).rejects.toThrow(
    "Error retrieving subnet information for [subnet-0aaaaaaaaaaaaaaaa]: The subnet ID 'subnet-0aaaaaaaaaaaaaaaa' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
  );
  await expect(client.send(runIn([defaultSubnet()], ['sg-0aaaaaaaaaaaaaaaa']))).rejects.toThrow(
    "Error retrieving security group information for [sg-0aaaaaaaaaaaaaaaa]: The security group 'sg-0aaaaaaaaaaaaaaaa' does not exist (ErrorCode: InvalidGroup.NotFound)",
  );
});

test('an attachment tells of the interface in the default VPC', async () => {
  await using started = await startTestLongshore();
  const { client } = started;
  await register(client);
  const { securityGroupId } = defaultVpc('000000000000', 'us-east-1');
  const { tasks = [] } = await client.send(runIn([defaultSubnet()], [securityGroupId]));
  const arns = [tasks[0]?.taskArn ?? ''];
  await waitUntilTasksRunning({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { tasks: arns });
  const told = await client.send(new DescribeTasksCommand({ tasks: arns }));
  expect(told.tasks?.[0]?.attachments?.[0]?.details).toEqual([
    { name: 'subnetId', value: defaultSubnet() },
    { name: 'networkInterfaceId', value: expect.stringMatching(/^eni-0[0-9a-f]{16}$/) },
    { name: 'macAddress', value: expect.any(String) },
    { name: 'privateDnsName', value: expect.stringMatching(/^ip-172-31-0-4\./) },
    { name: 'privateIPv4Address', value: '172.31.0.4' },
  ]);
});

test('taken for the default VPC’s, those of a real account run as they are', async () => {
  await using started = await startTestLongshore({ unknownSubnets: 'default' });
  const { client } = started;
  await register(client);
  const { tasks = [] } = await client.send(runIn(['subnet-0aaaaaaaaaaaaaaaa'], ['sg-0aaaaaaaaaaaaaaaa']));
  expect(tasks[0]?.attachments?.[0]?.details).toEqual([
    { name: 'subnetId', value: 'subnet-0aaaaaaaaaaaaaaaa' },
  ]);
});

test('the health says whether security groups are enforced; required where they cannot be, there is no start', async () => {
  await using started = await startTestLongshore();
  const health = async (): Promise<unknown> =>
    (await fetch(`${started.longshore.endpoint}/_longshore/health`)).json();
  await expect
    .poll(health)
    .toMatchObject({ securityGroups: { enforced: false, problem: 'simulated containers have no network' } });
  await expect(startTestLongshore({ securityGroups: 'require' })).rejects.toMatchObject({
    code: 'BAD_OPTION',
    message: 'security groups cannot be enforced: simulated containers have no network',
  });
});
