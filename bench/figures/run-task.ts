import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { openBenchEngine } from '../support/engine.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

export const figure: Figure = {
  name: 'run-task',
  issue: 2,
  about:
    "One cached container, bridge: from RunTask's answer to RUNNING in DescribeTasks; " +
    "against the engine's own create + start of an equal container.",
  runs: 20,
  async measure(context) {
    await using engine = await openBenchEngine();
    await using server = await startBenchServer();
    const family = await server.register(definition('bench-run-task', [{}]));

    const first = await server.run(family);
    await server.calmlyUntil(first, 'RUNNING');
    const [container = ''] = await server.process.containers();
    const config = await engine.configOf(container);
    await server.clear(first);

    const sent: number[] = [];
    const ours = async (): Promise<number> => {
      let arns: readonly string[] = [];
      const call = await milliseconds(async () => {
        arns = await server.run(family);
      });
      const running = await milliseconds(() => server.until(arns[0] ?? '', 'RUNNING'));
      sent.push(call + running);
      await server.clear(arns);
      return running;
    };
    const theirs = async (): Promise<number> => {
      let id = '';
      const running = await milliseconds(async () => {
        id = await engine.create(config);
        await engine.client.containers.start(id);
      });
      await engine.remove(id);
      return running;
    };
    const { values, baseline } = await inPairs(context, ours, theirs);
    const held = { name: "engine's create + start", values: baseline };
    return [
      {
        name: 'RunTask accepted to RUNNING',
        unit: 'ms',
        values,
        baseline: held,
        target: { of: 'ratio', limit: 'at most', value: 1.15 },
      },
      { name: 'RunTask sent to RUNNING', unit: 'ms', values: sent.slice(1), baseline: held },
    ];
  },
};
