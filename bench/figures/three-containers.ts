import type { Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { startBenchServer } from '../support/server.ts';

export const figure: Figure = {
  name: 'three-containers',
  issue: 3,
  about:
    'RunTask accepted to RUNNING of a bridge task of three containers without dependencies; against that of one ' +
    'container.',
  runs: 12,
  async measure(context) {
    await using server = await startBenchServer();
    const three = await server.register(definition('bench-three', [{}, {}, {}]));
    const one = await server.register(definition('bench-one', [{}]));
    const start = async (family: string): Promise<number> => {
      const arns = await server.run(family);
      const running = await milliseconds(() => server.until(arns[0] ?? '', 'RUNNING'));
      await server.clear(arns);
      return running;
    };
    const { values, baseline } = await inPairs(
      context,
      () => start(three),
      () => start(one),
    );
    return [
      {
        name: 'three containers to RUNNING',
        unit: 'ms',
        values,
        baseline: { name: 'one container', values: baseline },
        target: { of: 'ratio', limit: 'at most', value: 1.6 },
      },
    ];
  },
};
