import type { Figure } from '../figure.ts';
import { idleSeconds, withIdleTasks } from '../support/idle.ts';
import { startBenchServer } from '../support/server.ts';

const tasks = 100;

export const figure: Figure = {
  name: 'idle-tasks',
  issue: 3,
  about: `What the process of \`serve\` takes with ${tasks} running idle tasks, over ${idleSeconds} s.`,
  runs: 1,
  async measure(context) {
    await using server = await startBenchServer();
    const { processor, resident } = await withIdleTasks(context, server, tasks);
    return [
      {
        name: `processor with ${tasks} idle tasks`,
        unit: '% of a core',
        values: [processor],
        target: { of: 'median', limit: 'at most', value: 1 },
      },
      {
        name: `resident memory with ${tasks} idle tasks`,
        unit: 'MB',
        values: [resident],
        target: { of: 'median', limit: 'at most', value: 150 },
      },
    ];
  },
};
