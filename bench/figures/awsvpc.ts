import { setTimeout as sleep } from 'node:timers/promises';
import { busyboxImage } from '../../test/support/docker/busybox-image.ts';
import type { BenchContext, Figure, Row } from '../figure.ts';
import { deaf, definition } from '../support/definitions.ts';
import { type BenchEngine, openBenchEngine } from '../support/engine.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { type BenchServer, startBenchServer } from '../support/server.ts';
import { defaultSubnet } from '../../test/support/subnets.ts';

const network = { networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } } };

export const figure: Figure = {
  name: 'awsvpc',
  issue: 3,
  about:
    'One cached container, awsvpc: RunTask accepted to RUNNING. From the warm pool, against `docker run -d` of the ' +
    "same image; without the pool, against the engine's own create + start of an equal sandbox and container.",
  runs: 15,
  async measure(context) {
    await using engine = await openBenchEngine();
    return [await fromThePool(context, engine), await withoutPool(context, engine)];
  },
};

async function fromThePool(context: BenchContext, engine: BenchEngine): Promise<Row> {
  await using server = await startBenchServer();
  const family = await server.register(definition('bench-awsvpc', [{}], { networkMode: 'awsvpc' }));
  const { values, baseline } = await inPairs(
    context,
    async () => {
      const running = await start(server, family);
      // The pool fills itself again; that is part of no start.
      await sleep(1500);
      return running;
    },
    async () => {
      let id = '';
      const running = await milliseconds(async () => {
        id = await engine.dockerRun([busyboxImage, ...deaf]);
      });
      await engine.remove(id);
      return running;
    },
  );
  return {
    name: 'awsvpc RunTask to RUNNING, warm pool',
    unit: 'ms',
    values,
    baseline: { name: 'docker run -d', values: baseline },
    target: { of: 'ratio', limit: 'at most', value: 0.7 },
  };
}

async function withoutPool(context: BenchContext, engine: BenchEngine): Promise<Row> {
  await using server = await startBenchServer({ args: ['--warm-sandboxes', '0'] });
  const family = await server.register(definition('bench-awsvpc', [{}], { networkMode: 'awsvpc' }));
  const first = await server.run(family, 1, network);
  await server.calmlyUntil(first, 'RUNNING');
  const ids = await server.process.containers();
  const configs = await Promise.all(ids.map((id) => engine.configOf(id)));
  const sandbox = configs.find(
    (config) => config.HostConfig?.NetworkMode?.startsWith('container:') === false,
  );
  const container = configs.find((config) => config !== sandbox);
  if (sandbox === undefined || container === undefined) throw new Error('no sandbox and container found');
  await server.clear(first);
  const { values, baseline } = await inPairs(
    context,
    () => start(server, family),
    async () => {
      const made: string[] = [];
      const running = await milliseconds(async () => {
        const space = await engine.create(sandbox);
        made.push(space);
        await engine.client.containers.start(space);
        const HostConfig = { ...container.HostConfig, NetworkMode: `container:${space}` };
        const id = await engine.create({ ...container, HostConfig });
        made.unshift(id);
        await engine.client.containers.start(id);
      });
      for (const id of made) await engine.remove(id);
      return running;
    },
  );
  return {
    name: 'awsvpc RunTask to RUNNING, no pool',
    unit: 'ms',
    values,
    baseline: { name: "engine's create + start of both", values: baseline },
    target: { of: 'ratio', limit: 'at most', value: 1.15 },
  };
}

async function start(server: BenchServer, family: string): Promise<number> {
  const arns = await server.run(family, 1, network);
  const running = await milliseconds(() => server.until(arns[0] ?? '', 'RUNNING'));
  await server.clear(arns);
  return running;
}
