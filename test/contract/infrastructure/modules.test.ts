import {
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeNetworkInterfacesCommand,
} from '@aws-sdk/client-ec2';
import {
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { clientsOf, given } from '../../support/infrastructure/clients.ts';
import { createNetwork, destroyNetwork } from '../../support/infrastructure/network.ts';
import { createWorkload, destroyWorkload } from '../../support/infrastructure/workload.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
beforeAll(async () => {
  longshore = await startTestLongshore({ cleanUpAfter: 0 });
});
afterAll(() => longshore[Symbol.asyncDispose]());

const account = '111122223333';
const soon = { maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 };

/** What AWS, too, keeps for a while: stopped tasks and what they need to be described, tokens, events. */
const kept = [
  'tasks',
  'events',
  'tags',
  'task_definition_families',
  'task_definitions',
  'clusters',
  'shipped_output',
  'idempotency_tokens',
];

/** EC2, too, remembers tokens, and shows a deleted NAT gateway for an hour. */
const keptKinds: readonly unknown[] = ['client-token', 'natgateway'];

async function rows(): Promise<Record<string, unknown[]>> {
  const response = await fetch(`${longshore.longshore.endpoint}/_longshore/state?account=${account}`);
  const services: unknown = await response.json();
  const tables = Object.values(services as Record<string, Record<string, unknown[]>>).flatMap((each) =>
    Object.entries(each),
  );
  return Object.fromEntries(
    tables.flatMap(([table, found]) => {
      const left = found.filter(
        (row) => !(row instanceof Object && 'kind' in row && keptKinds.includes(row.kind)),
      );
      return kept.includes(table) || left.length === 0 ? [] : [[table, left]];
    }),
  );
}

test('the modules of infrastructure tools are created, run a task, and are destroyed without a trace', async () => {
  const clients = clientsOf(clientOptions(longshore, account));
  // The default VPC becomes rows with the first change.
  const { Vpc } = await clients.ec2.send(new CreateVpcCommand({ CidrBlock: '10.41.0.0/16' }));
  await clients.ec2.send(new DeleteVpcCommand({ VpcId: Vpc?.VpcId }));
  const before = await rows();
  const network = await createNetwork(clients.ec2, '10.42.0.0/16');
  const workload = await createWorkload(clients, 'app');
  const { tasks, failures } = await clients.ecs.send(
    new RunTaskCommand({
      cluster: workload.cluster,
      taskDefinition: workload.taskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: [...network.privateSubnets], securityGroups: [network.tasks] },
      },
    }),
  );
  expect(failures).toEqual([]);
  const waiting = { cluster: workload.cluster, tasks: [given(tasks?.[0]?.taskArn, 'task')] };
  await waitUntilTasksRunning({ client: clients.ecs, ...soon }, waiting);
  const inVpc = { Filters: [{ Name: 'group-id', Values: [network.tasks] }] };
  const { NetworkInterfaces } = await clients.ec2.send(new DescribeNetworkInterfacesCommand(inVpc));
  expect(NetworkInterfaces).toHaveLength(1);
  expect(NetworkInterfaces?.[0]).toMatchObject({
    VpcId: network.vpc,
    Status: 'in-use',
    RequesterManaged: true,
    Description: expect.stringMatching(/^arn:aws:ecs:us-east-1:111122223333:attachment\//),
  });
  const SubnetId = given(NetworkInterfaces?.[0]?.SubnetId, 'subnet');
  expect(await refusal(clients.ec2.send(new DeleteSubnetCommand({ SubnetId })))).toMatchObject({
    name: 'DependencyViolation',
  });
  await clients.ecs.send(new StopTaskCommand({ cluster: workload.cluster, task: waiting.tasks[0] }));
  await waitUntilTasksStopped({ client: clients.ecs, ...soon }, waiting);
  await destroyWorkload(clients, workload);
  await destroyNetwork(clients.ec2, network);
  expect(await rows()).toEqual(before);
});
