import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

test("a task's interface is EC2's while the task lives, with the address that DescribeTasks tells", async () => {
  await using longshore = await startTestLongshore();
  const { client: ecs } = longshore;
  const ec2 = new EC2Client({
    ...clientOptions(longshore),
    region: 'us-east-1',
    credentials: ecs.config.credentials,
  });
  const { Subnets } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  const subnet = Subnets?.find(({ AvailabilityZone }) => AvailabilityZone === 'us-east-1b');
  const SubnetId = subnet?.SubnetId ?? '';
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' }),
  );

  await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: 'web',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'web', image: 'busybox', memory: 64 }],
    }),
  );
  const run = await ecs.send(
    new RunTaskCommand({
      taskDefinition: 'web',
      tags: [{ key: 'team', value: 'shop' }],
      networkConfiguration: { awsvpcConfiguration: { subnets: [SubnetId], securityGroups: [GroupId] } },
    }),
  );
  const arn = run.tasks?.[0]?.taskArn ?? '';
  const waiter = { client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await waitUntilTasksRunning(waiter, { tasks: [arn] });
  const { tasks } = await ecs.send(new DescribeTasksCommand({ tasks: [arn] }));
  const attachment = tasks?.[0]?.attachments?.[0];
  const detail = (name: string) => attachment?.details?.find((each) => each.name === name)?.value;
  const NetworkInterfaceIds = [detail('networkInterfaceId') ?? ''];

  const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }));
  expect(NetworkInterfaces?.[0]).toMatchObject({
    PrivateIpAddress: detail('privateIPv4Address'),
    MacAddress: detail('macAddress'),
    PrivateDnsName: detail('privateDnsName'),
    SubnetId,
    VpcId: subnet?.VpcId,
    AvailabilityZone: 'us-east-1b',
    Description: `arn:aws:ecs:us-east-1:000000000000:attachment/${attachment?.id}`,
    RequesterManaged: true,
    Groups: [{ GroupId, GroupName: 'web' }],
    TagSet: [{ Key: 'team', Value: 'shop' }],
    Status: 'in-use',
  });
  expect(await refusal(ec2.send(new DeleteSecurityGroupCommand({ GroupId })))).toMatchObject({
    name: 'DependencyViolation',
    message: `resource ${GroupId} has a dependent object`,
  });

  await ecs.send(new StopTaskCommand({ task: arn }));
  await waitUntilTasksStopped(waiter, { tasks: [arn] });
  expect(
    await refusal(ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }))),
  ).toMatchObject({
    name: 'InvalidNetworkInterfaceID.NotFound',
    message: `The networkInterface ID '${NetworkInterfaceIds[0]}' does not exist`,
  });
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  ec2.destroy();
});
