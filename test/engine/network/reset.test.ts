import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  waitUntilTasksRunning,
} from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { installationLabel } from '../../../src/agent/backends/docker/labels.ts';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { answering } from '../../support/agent/network.ts';
import { clientOptions } from '../../support/aws-clients.ts';
import { busyboxImage, ensureBusyboxImage } from '../../support/docker/busybox-image.ts';
import { startTestLongshore } from '../../support/longshore.ts';

const engine = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });

test('a reset leaves no container, nor the network of a VPC that was made, when it answers', async () => {
  await ensureBusyboxImage(engine);
  await using started = await startTestLongshore({ backend: 'docker', warmSandboxes: 1 });
  const options = clientOptions(started);
  const [ec2, ecs] = [new EC2Client(options), new ECSClient(options)];
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.84.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.84.5.0/24' }));
  const containerDefinitions = [
    { name: 'app', image: busyboxImage, memory: 64, command: [...answering('x')] },
  ];
  await ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'app', networkMode: 'awsvpc', containerDefinitions }),
  );
  const networkConfiguration = { awsvpcConfiguration: { subnets: [Subnet?.SubnetId ?? ''] } };
  const { tasks } = await ecs.send(new RunTaskCommand({ taskDefinition: 'app', networkConfiguration }));
  const task = tasks?.[0]?.taskArn ?? '';
  await waitUntilTasksRunning({ client: ecs, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { tasks: [task] });

  const ofVpc = async () => (await engine.networks.list()).filter(({ Name }) => Name.endsWith(VpcId));
  const [network] = await ofVpc();
  const label = [`${installationLabel}=${network?.Labels?.[installationLabel]}`];
  const containers = () => engine.containers.list({ all: true, filters: { label } });
  // The task's own two, and one sandbox that stands ready.
  await expect.poll(containers, { timeout: 10_000 }).toHaveLength(3);
  const answer = await fetch(`${started.longshore.endpoint}/_longshore/reset`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(200);
  expect([await containers(), await ofVpc()]).toEqual([[], []]);
  ec2.destroy();
  ecs.destroy();
});
