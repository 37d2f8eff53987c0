import { CreateClusterCommand, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs';
import { beforeAll, afterAll, expect, test } from 'vitest';

import { containerLabel, taskLabel } from '../../../src/agent/backends/docker/labels.ts';
import { createEngineClient, type EngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { busyboxImage, ensureBusyboxImage } from '../../support/docker/busybox-image.ts';
import { ecsClient } from '../../support/e2e/clients.ts';
import { waitFor } from '../../support/e2e/wait-for.ts';
import { type LongshoreImage, makeLongshoreImage } from '../../support/link-local/longshore-image.ts';
import { defaultSubnet } from '../../support/subnets.ts';

const engine = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
let image: LongshoreImage;

beforeAll(async () => {
  await ensureBusyboxImage(engine);
  image = await makeLongshoreImage(engine);
});

afterAll(async () => {
  await image[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

/** What the container has written so far. */
async function written(id: string): Promise<string> {
  let text = '';
  for await (const { bytes } of engine.containers.logs(id, { tty: false })) text += bytes.toString();
  return text;
}

interface Inside extends AsyncDisposable {
  readonly id: string;
  readonly endpoint: string;
}

/** Longshore in a container of the engine that it drives. */
async function startInside(network: 'bridge' | 'host'): Promise<Inside> {
  const port = '4599';
  const ports = { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: '' }] } as const;
  const { Id: id } = await engine.containers.create({
    Image: image.name,
    Cmd: ['serve', '--ephemeral', '--host', '0.0.0.0', '--port', port, '--log-level', 'debug'],
    ...(network === 'bridge' && { ExposedPorts: { [`${port}/tcp`]: {} } }),
    HostConfig: {
      NetworkMode: network,
      Binds: ['/var/run/docker.sock:/var/run/docker.sock'],
      ...(network === 'bridge' && { PortBindings: ports }),
    },
  });
  await engine.containers.start(id);
  await waitFor('Longshore to be ready', async () => {
    const text = await written(id);
    return text.includes('is ready at') && text.includes('tasks find the agent') ? true : undefined;
  });
  const { NetworkSettings: settings } = await engine.containers.inspect(id);
  const published = settings.Ports?.[`${port}/tcp`]?.[0]?.HostPort ?? port;
  return {
    id,
    endpoint: `http://127.0.0.1:${published}`,
    async [Symbol.asyncDispose]() {
      await engine.containers.stop(id, { timeoutSeconds: 30 });
      const { State: state } = await engine.containers.inspect(id);
      const said = await written(id);
      await engine.containers.remove(id, { force: true });
      if (state.ExitCode !== 0) throw new Error(`it ended with ${state.ExitCode}: ${said}`);
    },
  };
}

/** Runs a task that asks at 169.254.170.2 and tells its own address; resolves to its output. */
async function ask({ endpoint }: Inside, networkMode: 'bridge' | 'awsvpc'): Promise<string> {
  using client = ecsClient(endpoint);
  await client.send(new CreateClusterCommand({}));
  const script = `wget -S -O - http://169.254.170.2/asked-by-${networkMode} 2>&1; hostname -i`;
  await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'asks',
      networkMode,
      containerDefinitions: [{ name: 'app', image: busyboxImage, memory: 32, command: ['sh', '-c', script] }],
    }),
  );
  const { tasks = [] } = await client.send(
    new RunTaskCommand({
      taskDefinition: 'asks',
      ...(networkMode === 'awsvpc' && {
        networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
      }),
    }),
  );
  const filters = { label: [`${taskLabel}=${tasks[0]?.taskArn}`, containerLabel] };
  return waitFor('the task to have asked', async () => {
    const [container] = await engine.containers.list({ all: true, filters });
    return container?.State === 'exited' ? written(container.Id) : undefined;
  });
}

const namesOf = async (client: EngineClient): Promise<readonly string[]> =>
  (await client.networks.list()).map(({ Name }) => Name).toSorted();

test.each([
  ['in a network of its own', 'bridge', 'relay'],
  ['on the network of the machine', 'host', 'bind'],
] as const)(
  'Longshore in a container, %s: tasks find it, and it knows them by their addresses',
  { timeout: 120_000 },
  async (_where, network, way) => {
    const before = await namesOf(engine);
    {
      await using inside = await startInside(network);
      const health = await fetch(`${inside.endpoint}/_longshore/health`);
      expect(await health.json()).toMatchObject({ linkLocal: { way } });
      for (const mode of ['bridge', 'awsvpc'] as const) {
        const output = await ask(inside, mode);
        expect(output).toContain('HTTP/1.1 404 Not Found');
        const address = output.trim().split('\n').at(-1) ?? '';
        const line = (await written(inside.id)).split('\n').find((each) => each.includes(`asked-by-${mode}`));
        expect(JSON.parse(line ?? '{}')).toMatchObject({ source: address, status: 404 });
      }
    }
    expect(await namesOf(engine)).toEqual(before);
  },
);
