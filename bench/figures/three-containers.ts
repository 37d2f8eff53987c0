import type { ContainerConfig } from '../../src/docker/container-types.ts';
import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { openBenchEngine } from '../support/engine.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

export const figure: Figure = {
  name: 'three-containers',
  issue: 3,
  about:
    'RunTask accepted to RUNNING of a bridge task of three containers without dependencies; against that of one ' +
    "container, and against the engine's own create + start of three equal ones side by side: what a start costs " +
    'the processor three cost three times, so on two busy cores the engine alone takes more than 1.6 times as long.',
  runs: 12,
  async measure(context) {
    await using engine = await openBenchEngine();
    await using server = await startBenchServer();
    const three = await server.register(definition('bench-three', [{}, {}, {}]));
    const one = await server.register(definition('bench-one', [{}]));

    const first = await server.run(three);
    await server.calmlyUntil(first, 'RUNNING');
    const made = await server.process.containers();
    const configs = await Promise.all(made.map((id) => engine.configOf(id)));
    await server.clear(first);

    const task = async (family: string): Promise<number> => {
      const arns = await server.run(family);
      const running = await milliseconds(() => server.until(arns[0] ?? '', 'RUNNING'));
      await server.clear(arns);
      return running;
    };
    const bare = async (equal: readonly ContainerConfig[]): Promise<number> => {
      const ids: string[] = [];
      const begin = async (config: ContainerConfig): Promise<void> => {
        const id = await engine.create(config);
        ids.push(id);
        await engine.client.containers.start(id);
      };
      const running = await milliseconds(() => Promise.all(equal.map(begin)));
      await Promise.all(ids.map((id) => engine.remove(id)));
      return running;
    };

    const oneTask: number[] = [];
    const oneBare: number[] = [];
    const { values, baseline } = await inPairs(
      context,
      async () => {
        oneTask.push(await task(one));
        return task(three);
      },
      async () => {
        oneBare.push(await bare(configs.slice(0, 1)));
        return bare(configs);
      },
    );
    const name = 'three containers to RUNNING';
    return [
      {
        name,
        unit: 'ms',
        values,
        baseline: { name: 'one container', values: oneTask.slice(1) },
        target: { of: 'ratio', limit: 'at most', value: 1.6 },
      },
      {
        name: `${name}, by the engine`,
        unit: 'ms',
        values,
        baseline: { name: "engine's create + start of the three", values: baseline },
        target: { of: 'ratio', limit: 'at most', value: 1.15 },
      },
      {
        name: "engine's create + start of the three",
        unit: 'ms',
        values: baseline,
        baseline: { name: "engine's of one", values: oneBare.slice(1) },
      },
    ];
  },
};
