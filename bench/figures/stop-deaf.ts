import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

const stopTimeout = 2;

export const figure: Figure = {
  name: 'stop-deaf',
  issue: 3,
  about:
    `StopTask to STOPPED of three containers that ignore SIGTERM, stopTimeout ${stopTimeout} s; against one such ` +
    'container. It must take one stopTimeout, not three: less than the end of a second one.',
  runs: 4,
  async measure(context) {
    await using server = await startBenchServer();
    const three = await server.register(
      definition('bench-deaf-three', [{ stopTimeout }, { stopTimeout }, { stopTimeout }]),
    );
    const one = await server.register(definition('bench-deaf-one', [{ stopTimeout }]));
    const stop = async (family: string): Promise<number> => {
      const [task = ''] = await server.run(family);
      await server.calmlyUntil([task], 'RUNNING');
      const stopped = await milliseconds(async () => {
        await server.ecs.call('StopTask', { task });
        await server.until(task, 'STOPPED');
      });
      await server.clear([task]);
      return stopped;
    };
    const { values, baseline } = await inPairs(
      context,
      () => stop(three),
      () => stop(one),
    );
    return [
      {
        name: 'StopTask of three deaf containers',
        unit: 'ms',
        values,
        baseline: { name: 'one deaf container', values: baseline },
        target: { of: 'median', limit: 'at most', value: stopTimeout * 2 * 1000 },
      },
    ];
  },
};
