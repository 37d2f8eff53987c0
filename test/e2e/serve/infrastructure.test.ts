import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  type ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { image } from '../../support/e2e/definitions.ts';
import { startServer } from '../../support/e2e/server.ts';
import { clientsOf, given } from '../../support/infrastructure/clients.ts';
import { createNetwork, destroyNetwork } from '../../support/infrastructure/network.ts';

const soon = { maxWaitTime: 60, minDelay: 0.1, maxDelay: 0.3 };
const answers = "while :; do printf 'HTTP/1.0 200 OK\\r\\n\\r\\nhi' | nc -l -p 8080 > /dev/null; done";

/** Registers a task that runs the script, and returns its ARN. */
async function define(ecs: ECSClient, family: string, script: string): Promise<string> {
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode: 'awsvpc',
      containerDefinitions: [
        {
          name: 'main',
          image,
          memory: 16,
          entryPoint: ['sh', '-c'],
          command: [`trap 'exit 0' TERM; ${script}`],
        },
      ],
    }),
  );
  return given(taskDefinition?.taskDefinitionArn, 'task definition');
}

test('what Terraform makes of EC2 is where tasks run, and its security groups hold between them', async () => {
  await using server = await startServer();
  const { ec2, ecs } = clientsOf({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const network = await createNetwork(ec2, '10.43.0.0/16');
  const run = async (taskDefinition: string, groups: readonly string[]): Promise<string> => {
    const { tasks, failures } = await ecs.send(
      new RunTaskCommand({
        taskDefinition,
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: network.privateSubnets.slice(0, 1),
            ...(groups.length > 0 && { securityGroups: [...groups] }),
          },
        },
      }),
    );
    expect(failures).toEqual([]);
    return given(tasks?.[0]?.taskArn, 'task');
  };
  const web = await run(await define(ecs, 'web', `(${answers}) & wait`), [network.tasks]);
  await waitUntilTasksRunning({ client: ecs, ...soon }, { tasks: [web] });
  const inGroup = { Filters: [{ Name: 'group-id', Values: [network.tasks] }] };
  const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand(inGroup));
  const address = given(NetworkInterfaces?.[0]?.PrivateIpAddress, 'address');
  expect(address).toMatch(/^10\.43\.10\./);
  // The developer's machine is no task.
  expect(await (await fetch(`http://${address}:8080/`)).text()).toBe('hi');

  const asks = await define(ecs, 'asks', `timeout 4 wget -q -O - http://${address}:8080/`);
  const reaches = async (groups: readonly string[]): Promise<boolean> => {
    const task = await run(asks, groups);
    await waitUntilTasksStopped({ client: ecs, ...soon }, { tasks: [task] });
    const { tasks } = await ecs.send(new DescribeTasksCommand({ tasks: [task] }));
    return given(tasks?.[0]?.containers?.[0]?.exitCode, 'exit code') === 0;
  };
  expect(await reaches([network.front])).toBe(true);
  expect(await reaches([])).toBe(false);
  const ofVpc = [
    { Name: 'vpc-id', Values: [network.vpc] },
    { Name: 'group-name', Values: ['default'] },
  ];
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: ofVpc }));
  const GroupId = given(SecurityGroups?.[0]?.GroupId, 'default group');
  const pairs = [{ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId }] }];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: network.tasks, IpPermissions: pairs }));
  expect(await reaches([])).toBe(true);

  await ecs.send(new StopTaskCommand({ task: web }));
  await waitUntilTasksStopped({ client: ecs, ...soon }, { tasks: [web] });
  await destroyNetwork(ec2, network);
});
