import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { tasksTable } from '../../src/agent/model/task-record.ts';
import { Store } from '../../src/store/store.ts';
import { finish, startLongshoreProgram, startProgram } from '../../test/support/e2e/program.ts';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import type { BenchContext, Figure } from '../figure.ts';
import { definition } from '../support/definitions.ts';
import { httpRequest, load } from '../support/load.ts';
import { inPairs } from '../support/pairs.ts';
import { cpuSeconds } from '../support/process-figures.ts';
import { type BenchEcs, benchEcs, quiet } from '../support/server.ts';

const stored = 10_000;
const requestsPerRound = 4000;
const connections = 8;

export const figure: Figure = {
  name: 'describe-tasks',
  issue: 2,
  about:
    `DescribeTasks of one task, each time another, of ${stored} stored ones: requests per second of the server's ` +
    'own processor time; against a bare node:http server that reads the same and answers the same bytes.',
  runs: 6,
  async measure(context) {
    await using directory = await temporaryDirectory();
    const arns = await storeTasks(context, directory.path);
    await using server = await startSimulated(directory.path);
    const answer = await server.ecs.call('DescribeTasks', { tasks: arns.slice(0, 1) });
    if (answer.tasks?.length !== 1) throw new Error('the stored tasks are not there');
    await using bare = startProgram(process.execPath, [
      join(import.meta.dirname, '../support/bare-server.ts'),
      Buffer.from(JSON.stringify(answer)).toString('base64'),
    ]);
    const [, port] = await bare.until(/(\d+)\n/);

    const wall: number[] = [];
    const rate = async (pid: number, endpoint: URL): Promise<{ core: number; clock: number }> => {
      const requests = arns.map((arn) =>
        httpRequest(endpoint, 'DescribeTasks', JSON.stringify({ tasks: [arn] })),
      );
      const before = cpuSeconds(pid);
      const seconds = await load({
        endpoint,
        requests,
        count: requestsPerRound,
        connections,
        signal: context.signal,
      });
      return { core: requestsPerRound / (cpuSeconds(pid) - before), clock: requestsPerRound / seconds };
    };
    const ours = async (): Promise<number> => {
      const { core, clock } = await rate(server.pid, new URL(server.endpoint));
      wall.push(clock);
      return core;
    };
    const theirs = async (): Promise<number> =>
      (await rate(bare.pid, new URL(`http://127.0.0.1:${port}`))).core;
    const { values, baseline } = await inPairs(context, ours, theirs);
    return [
      {
        name: `DescribeTasks at ${stored} tasks, per core`,
        unit: 'requests/s',
        values,
        baseline: { name: 'bare node:http', values: baseline },
        target: { of: 'median', limit: 'at least', value: 5000 },
      },
      {
        name: `the same by the clock, ${connections} connections`,
        unit: 'requests/s',
        values: wall.slice(1),
      },
    ];
  },
};

/** One real task that has run and stopped, and as many copies of its record under ids of their own. */
async function storeTasks({ progress }: BenchContext, directory: string): Promise<readonly string[]> {
  progress('running the task that is stored');
  {
    await using server = await startSimulated(directory);
    const family = await server.register(definition('bench-describe', [{}]));
    const arns = await server.run(family);
    await server.calmlyUntil(arns, 'RUNNING');
  }
  progress(`storing ${stored} tasks`);
  using store = new Store({
    file: join(directory, 'longshore.db'),
    onListenerError: (error) => {
      throw error;
    },
  });
  const table = store.table(tasksTable);
  const [task] = table.select();
  if (task === undefined || task.cleanedAt === undefined) throw new Error('the task has not been kept');
  const ids = Array.from({ length: stored - 1 }, () => randomBytes(16).toString('hex'));
  store.transaction(() => {
    for (const id of ids) table.put({ ...task, id, arn: task.arn.replace(task.id, id) });
  });
  return table.select().map(({ arn }) => arn);
}

interface Simulated extends BenchEcs, AsyncDisposable {
  readonly endpoint: string;
  readonly pid: number;
}

async function startSimulated(directory: string): Promise<Simulated> {
  await using undo = new AsyncDisposableStack();
  const args = ['serve', '--port', '0', '--backend', 'simulated', '--data-dir', directory, ...quiet];
  const program = undo.use(startLongshoreProgram(args));
  const [, endpoint = ''] = await program.until(/is ready at (http:\/\/\S+)/);
  const client = undo.use(benchEcs(endpoint));
  const parts = undo.move();
  return {
    ...client,
    endpoint,
    pid: program.pid,
    async [Symbol.asyncDispose]() {
      await using _ = parts;
      program.signal('SIGTERM');
      await finish(program);
    },
  };
}
