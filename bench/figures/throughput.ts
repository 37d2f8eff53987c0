import type { ContainerConfig } from '../../src/docker/container-types.ts';
import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { type BenchEngine, openBenchEngine } from '../support/engine.ts';
import { inPairs } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

const tasks = 50;
const concurrencies = [1, 2, 4, 8, 16];

export const figure: Figure = {
  name: 'throughput',
  issue: 3,
  about:
    `${tasks} bridge tasks of one container, wanted at once: tasks a second until all are RUNNING; against the ` +
    "engine's own create + start of as many equal containers at the concurrency that suits it best.",
  runs: 3,
  async measure(context) {
    await using engine = await openBenchEngine();
    await using server = await startBenchServer();
    const family = await server.register(definition('bench-many', [{ memory: 8 }]));
    const first = await server.run(family);
    await server.calmlyUntil(first, 'RUNNING');
    const [container = ''] = await server.process.containers();
    const config = await engine.configOf(container);
    await server.clear(first);

    const rates = new Map<number, number>();
    for (const concurrency of concurrencies) {
      context.signal.throwIfAborted();
      context.progress(`looking for the engine's best concurrency: ${concurrency}`);
      rates.set(concurrency, await engineRate(engine, config, concurrency));
    }
    const best = [...rates].reduce((a, b) => (b[1] > a[1] ? b : a))[0];

    const { values, baseline } = await inPairs(
      context,
      async () => {
        const begun = performance.now();
        const calls = Array.from({ length: tasks / 10 }, () => server.run(family, 10));
        const arns = (await Promise.all(calls)).flat();
        await server.calmlyUntil(arns, 'RUNNING');
        const seconds = (performance.now() - begun) / 1000;
        await server.clear(arns);
        return tasks / seconds;
      },
      () => engineRate(engine, config, best),
    );
    return [
      {
        name: `${tasks} tasks at once`,
        unit: 'tasks/s',
        values,
        baseline: { name: `engine, ${best} at a time`, values: baseline },
        target: { of: 'ratio', limit: 'at least', value: 0.95 },
      },
    ];
  },
};

async function engineRate(
  engine: BenchEngine,
  config: ContainerConfig,
  concurrency: number,
): Promise<number> {
  const made: string[] = [];
  let left = tasks;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const id = await engine.create(config);
      made.push(id);
      await engine.client.containers.start(id);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - begun) / 1000;
  await Promise.all(made.map((id) => engine.remove(id)));
  return tasks / seconds;
}
