import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import type { BenchContext, Figure, Row } from '../figure.ts';
import { idleSeconds, withIdleTasks } from '../support/idle.ts';
import { inPairs } from '../support/pairs.ts';
import { residentMegabytes } from '../support/process-figures.ts';
import { startBenchServer } from '../support/server.ts';
import { timeOfBareNode, timeToReady } from '../support/start-up.ts';

const idleTasks = 30;

export const figure: Figure = {
  name: 'serve',
  issue: 2,
  about:
    '`serve` from the start of its process to its ready line, against a node that does nothing; resident memory ' +
    `3 s later, against an idle node; processor share with ${idleTasks} running idle tasks over ${idleSeconds} s.`,
  runs: 15,
  async measure(context) {
    return [await startUp(context), ...(await atRest(context))];
  },
};

async function startUp(context: BenchContext): Promise<Row> {
  await using home = await temporaryDirectory();
  const ours = (): Promise<number> => timeToReady(home.path, ['--ephemeral']);
  const { values, baseline } = await inPairs(context, ours, timeOfBareNode);
  return {
    name: 'process start to ready',
    unit: 'ms',
    values,
    baseline: { name: 'node -e 0', values: baseline },
    target: { of: 'median', limit: 'at most', value: 400 },
  };
}

async function atRest(context: BenchContext): Promise<readonly Row[]> {
  await using server = await startBenchServer();
  await using bare = idleNode();
  context.progress('idle for 3 s');
  await sleep(3000, undefined, { signal: context.signal });
  const memory = residentMegabytes(server.process.program.pid);
  const bareMemory = residentMegabytes(bare.pid);
  const { processor, resident } = await withIdleTasks(context, server, idleTasks);
  return [
    {
      name: 'idle resident memory',
      unit: 'MB',
      values: [memory],
      baseline: { name: 'idle node', values: [bareMemory] },
      target: { of: 'median', limit: 'at most', value: 110 },
    },
    {
      name: `processor with ${idleTasks} idle tasks`,
      unit: '% of a core',
      values: [processor],
      target: { of: 'median', limit: 'at most', value: 1 },
    },
    { name: `resident memory with ${idleTasks} idle tasks`, unit: 'MB', values: [resident] },
  ];
}

function idleNode(): AsyncDisposable & { readonly pid: number } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
