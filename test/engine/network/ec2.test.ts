import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { answering } from '../../support/agent/network.ts';
import { clientOptions } from '../../support/aws-clients.ts';
import { busyboxImage, ensureBusyboxImage } from '../../support/docker/busybox-image.ts';
import { startTestLongshore } from '../../support/longshore.ts';

test('tasks in a VPC that was made are reached at the addresses that EC2 shows, as its groups say', async () => {
  await ensureBusyboxImage(
    createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) }),
  );
  await using started = await startTestLongshore({ backend: 'docker', warmSandboxes: 0, cleanUpAfter: 0 });
  const options = clientOptions(started);
  const [ec2, ecs] = [new EC2Client(options), new ECSClient(options)];
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.83.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.83.5.0/24' }));
  const subnets = [Subnet?.SubnetId ?? ''];
  const group = async (GroupName: string): Promise<string> => {
    const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId }));
    return made.GroupId ?? '';
  };
  const [web, client] = [await group('web'), await group('client')];

  /** Starts a task of one container in a group. */
  const run = async (family: string, command: readonly string[], securityGroup: string): Promise<string> => {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family,
        networkMode: 'awsvpc',
        containerDefinitions: [{ name: 'app', image: busyboxImage, memory: 64, command: [...command] }],
      }),
    );
    const awsvpcConfiguration = { subnets, securityGroups: [securityGroup] };
    const { tasks } = await ecs.send(
      new RunTaskCommand({ taskDefinition: family, networkConfiguration: { awsvpcConfiguration } }),
    );
    return tasks?.[0]?.taskArn ?? '';
  };
  const waiter = { client: ecs, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  const server = await run('server', answering('hello'), web);
  await waitUntilTasksRunning(waiter, { tasks: [server] });
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [web] }] }),
  );
  const address = NetworkInterfaces?.[0]?.PrivateIpAddress ?? '';
  // Another range stands in where this machine uses 10.83.0.0/16.
  expect(address).toMatch(/^10\.\d+\.5\.\d+$/);

  /** The exit code of a task that asks the other one. */
  const asks = async (): Promise<number | undefined> => {
    const task = await run(
      'client',
      ['sh', '-c', `timeout 2 wget -q -O - http://${address}/; exit $?`],
      client,
    );
    await waitUntilTasksStopped(waiter, { tasks: [task] });
    const { tasks } = await ecs.send(new DescribeTasksCommand({ tasks: [task] }));
    return tasks?.[0]?.containers?.[0]?.exitCode;
  };
  expect(await asks()).not.toBe(0);
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: web,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId: client }] },
      ],
    }),
  );
  expect(await asks()).toBe(0);
  ec2.destroy();
  ecs.destroy();
});
