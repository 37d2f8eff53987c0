import { expect, test } from 'vitest';

import { askerOf } from '../../support/agent/endpoint.ts';
import {
  container,
  type EngineHarness,
  engineHarness,
  obedient,
  sh,
} from '../../support/agent/engine-harness.ts';
import { addressOf, outputOf } from '../../support/agent/network.ts';

const ask = (harness: EngineHarness) => askerOf(harness.agent.endpointHandler);

/** The id by which a container asks. */
const idOf = (harness: EngineHarness, arn: string, name: string): string =>
  harness.state(arn, name).endpointId ?? '';

test('a container in bridge mode is told what the engine says of it', async () => {
  await using harness = await engineHarness();
  const app = container({
    name: 'app',
    command: obedient,
    ports: [{ containerPort: 80, hostPort: 0, protocol: 'tcp' }],
    mounts: [{ source: '/tmp', target: '/host-tmp', readOnly: true }],
    resources: { cpu: 128, memory: 32 * 2 ** 20 },
  });
  const arn = harness.run([app]);
  await harness.running(arn);
  const seen = await harness.inspect(arn, 'app');
  const [network] = Object.values(seen.NetworkSettings.Networks ?? {});
  const address = network?.IPAddress ?? '';
  const [binding] = seen.NetworkSettings.Ports?.['80/tcp'] ?? [];
  const document = {
    DockerId: seen.Id,
    Name: 'app',
    DockerName: seen.Name.slice(1),
    ImageID: seen.Image,
    KnownStatus: 'RUNNING',
    Limits: { CPU: 128, Memory: 32 },
    StartedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    Networks: [{ NetworkMode: 'bridge', IPv4Addresses: [address] }],
    Volumes: [{ Source: '/tmp', Destination: '/host-tmp' }],
  };
  expect(address).toMatch(/^172\./);
  const { get } = ask(harness);
  expect((await get(`/v4/${idOf(harness, arn, 'app')}`)).body).toMatchObject(document);
  expect((await get(`/v4/${idOf(harness, arn, 'app')}/task`)).body).toMatchObject({
    KnownStatus: 'RUNNING',
    Containers: [
      {
        ...document,
        Ports: expect.arrayContaining([
          { ContainerPort: 80, Protocol: 'tcp', HostPort: Number(binding?.HostPort), HostIp: '0.0.0.0' },
        ]),
      },
    ],
  });
});

test('a container in awsvpc mode is told its task’s interface, and of what holds it', async () => {
  await using harness = await engineHarness();
  const arn = harness.runAwsvpc([container({ name: 'app', command: obedient })]);
  const task = await harness.running(arn);
  const { body } = await ask(harness).get(`/v4/${idOf(harness, arn, 'app')}/task`);
  const network = {
    NetworkMode: 'awsvpc',
    IPv4Addresses: [addressOf(task)],
    MACAddress: task.networkInterface?.macAddress,
    IPv4SubnetCIDRBlock: expect.stringMatching(/\/20$/),
  };
  expect(body).toMatchObject({
    Containers: [
      { Name: 'app', Networks: [network] },
      {
        DockerId: task.sandboxId,
        Type: 'CNI_PAUSE',
        DockerName: expect.stringMatching(/pause/),
        Networks: [network],
      },
    ],
  });
  const gateway = await outputOf(
    harness,
    harness.runAwsvpc([
      container({ name: 'look', command: sh('ip route | sed -n "s/default via \\([0-9.]*\\).*/\\1/p"') }),
    ]),
    'look',
  );
  expect(body).toMatchObject({
    Containers: [{ Networks: [{ SubnetGatewayIpv4Address: `${gateway}/20` }] }, {}],
  });
});

test('a health check’s output is told when it has changed the status', async () => {
  await using harness = await engineHarness();
  const healthCheck = {
    command: ['CMD-SHELL', 'echo well'],
    interval: 1,
    timeout: 2,
    retries: 1,
    startPeriod: 0,
  };
  const arn = harness.run([container({ name: 'app', command: obedient, healthCheck })]);
  await harness.until(arn, ({ containers: [state] }) => state?.health === 'HEALTHY');
  const { body } = await ask(harness).get(`/v4/${idOf(harness, arn, 'app')}`);
  expect(body).toMatchObject({
    Health: { status: 'HEALTHY', statusSince: expect.any(String), output: 'well\n' },
  });
});

test('what was told once is told after a crash of Longshore', async () => {
  await using harness = await engineHarness();
  const arn = harness.run([container({ name: 'app', command: obedient })]);
  await harness.running(arn);
  const path = `/v4/${idOf(harness, arn, 'app')}/task`;
  const before = await ask(harness).get(path);
  await harness.crash();
  harness.restart();
  expect(await ask(harness).get(path)).toEqual(before);
});

test('what the agent injects is in the environment of the container', async () => {
  const linkLocal = { isReachable: () => true, taskAt: () => undefined };
  await using harness = await engineHarness({
    endpoint: { linkLocal, apiEndpoint: 'http://longshore' },
  });
  const arn = harness.run([
    container({ name: 'app', command: sh('env | sort'), environment: { ECS_AGENT_URI: 'mine' } }),
  ]);
  const lines = (await outputOf(harness, arn, 'app')).split('\n');
  const id = idOf(harness, arn, 'app');
  expect(lines).toEqual(
    expect.arrayContaining([
      'AWS_DEFAULT_REGION=us-east-1',
      'AWS_ENDPOINT_URL=http://longshore',
      'AWS_EXECUTION_ENV=AWS_ECS_EC2',
      'AWS_REGION=us-east-1',
      `ECS_AGENT_URI=http://169.254.170.2/api/${id}`,
      `ECS_CONTAINER_METADATA_URI=http://169.254.170.2/v3/${id}`,
      `ECS_CONTAINER_METADATA_URI_V4=http://169.254.170.2/v4/${id}`,
    ]),
  );
});
