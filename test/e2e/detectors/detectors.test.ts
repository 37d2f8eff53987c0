import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logsClient } from '../../contract/logs/client.ts';
import { containerLabel, taskLabel } from '../../../src/agent/backends/docker/labels.ts';
import { createEngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { nodeImage } from '../../support/detectors/node-image.ts';
import { pythonImage } from '../../support/detectors/python-image.ts';
import { group, type Teller, tellerTask, type Wanted } from '../../support/detectors/told.ts';
import { ecsClient } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';

const role = 'arn:aws:iam::000000000000:role/app';
const languages = ['node', 'python'] as const;
const modes = ['bridge', 'awsvpc'] as const;
const combinations = languages.flatMap((language) => modes.map((mode) => ({ language, mode })));

const engine = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
let server: ServerProcess;
let images: Readonly<Record<(typeof languages)[number], string>>;

beforeAll(async () => {
  images = { node: await nodeImage(engine), python: await pythonImage(engine) };
  server = await startServer();
  await waitFor('169.254.170.2 to be held', async () => {
    const health = await fetch(`${server.endpoint}/_longshore/health`);
    return /"linkLocal":\{"way":"(?:bind|relay)"/.test(await health.text()) ? true : undefined;
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

async function teller(wanted: Wanted): Promise<Teller> {
  using ecs = ecsClient(server.endpoint);
  const logs = logsClient(server.endpoint);
  try {
    return await tellerTask(ecs, logs, wanted);
  } finally {
    logs.destroy();
  }
}

describe.each(combinations)(
  'in a $mode task, with nothing set by the user, $language',
  ({ language, mode }) => {
    let found: Teller;
    beforeAll(async () => {
      found = await teller({ image: images[language], networkMode: mode, taskRoleArn: role });
    });

    test('finds what DescribeTasks says, by OpenTelemetry’s detector', () => {
      const { told, task, stream } = found;
      const [container] = task.containers ?? [];
      const account = task.taskArn?.split(':')[4];
      const groupArn = `arn:aws:logs:us-east-1:${account}:log-group:${group}`;
      expect(told.resource).toMatchObject({
        'cloud.provider': 'aws',
        'cloud.platform': 'aws_ecs',
        'aws.ecs.container.arn': container?.containerArn,
        'aws.ecs.cluster.arn': task.clusterArn,
        'aws.ecs.launchtype': task.launchType?.toLowerCase(),
        'aws.ecs.task.arn': task.taskArn,
        'aws.ecs.task.family': `tells-${mode}`,
        'aws.ecs.task.revision': task.taskDefinitionArn?.split(':').at(-1),
        'aws.log.group.names': [group],
        'aws.log.group.arns': [groupArn],
        'aws.log.stream.names': [stream],
        'aws.log.stream.arns': [`${groupArn}:log-stream:${stream}`],
        'container.name': expect.stringMatching(/./),
        // Python's detector knows none of these.
        ...(language === 'node' && {
          'cloud.account.id': account,
          'cloud.region': 'us-east-1',
          'cloud.resource_id': container?.containerArn,
          'cloud.availability_zone': task.availabilityZone,
        }),
      });
    });

    test('finds its id where the engine shows it its control group', async () => {
      const { told, task } = found;
      const filters = { label: [`${taskLabel}=${task.taskArn}`, containerLabel] };
      const [container] = await engine.containers.list({ all: true, filters });
      expect(container?.Id).toMatch(/^[0-9a-f]{64}$/);
      // With cgroups v2 a container is at the root of its own tree, on an instance of ECS too.
      const { cgroupVersion } = await engine.system.engineInfo();
      const visible = cgroupVersion === 1 ? container?.Id : undefined;
      expect(told.resource['container.id'] || undefined).toBe(visible);
    });

    test('is the task’s role, by AWS’s SDK', () => {
      const { told, task } = found;
      const id = task.taskArn?.split('/').at(-1);
      expect(told.caller).toEqual({
        Arn: `arn:aws:sts::000000000000:assumed-role/app/${id}`,
        Account: '000000000000',
      });
    });
  },
);

test.each(combinations)(
  'in a $mode task without a role the SDK of $language finds no credentials',
  async (each) => {
    const { language, mode } = each;
    // A machine of EC2 would have credentials of its own.
    const environment = [{ name: 'AWS_EC2_METADATA_DISABLED', value: 'true' }];
    const { told } = await teller({ image: images[language], networkMode: mode, environment });
    expect(told.credentialsUri ?? undefined).toBeUndefined();
    const error = language === 'node' ? 'CredentialsProviderError' : 'NoCredentialsError';
    expect(told.caller).toEqual({ error });
  },
);

test.each(modes)('a %s task is not given the credentials of another by their id', async (networkMode) => {
  const stay = [{ name: 'STAY', value: '1' }];
  const owner = await teller({ image: images.node, networkMode, taskRoleArn: role, environment: stay });
  expect(owner.told.caller.Arn).toContain('assumed-role/app/');
  const path = owner.told.credentialsUri ?? '';
  expect(path).toMatch(/^\/v2\/credentials\/./);
  const thief = await teller({
    image: images.node,
    networkMode,
    taskRoleArn: role,
    environment: [{ name: 'ASK', value: path }],
  });
  expect(thief.told.asked?.status).toBe(400);
  expect(JSON.parse(thief.told.asked?.body ?? '')).toEqual({
    code: 'InvalidIdInRequest',
    message: 'CredentialsV2Request: Credentials not found',
    HTTPErrorCode: 400,
  });
});
