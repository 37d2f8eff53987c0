import { setTimeout as sleep } from 'node:timers/promises';
import type {
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  Task,
} from '../../src/aws/contract/ecs.types.gen.ts';
import { Client } from '../../src/cli/run/client.ts';
import { realClock } from '../../src/kernel/clock.ts';
import { HttpClient } from '../../src/cli/run/http.ts';
import { containersWith } from '../../test/support/e2e/left-behind.ts';
import { type ServerOptions, type ServerProcess, startServer } from '../../test/support/e2e/server.ts';
import { waitFor } from '../../test/support/e2e/wait-for.ts';

/** An ECS client on one kept-alive connection, and what benches do with it. */
export interface BenchEcs extends Disposable {
  readonly ecs: Client;
  /** Returns the family and revision. */
  readonly register: (definition: RegisterTaskDefinitionRequest) => Promise<string>;
  /** Resolves when the call has been accepted. */
  readonly run: (
    taskDefinition: string,
    count?: number,
    rest?: Partial<RunTaskRequest>,
  ) => Promise<readonly string[]>;
  /**
   * Waits on the task's event stream and then asks DescribeTasks, which must say the same: when a client can
   * know, without the load of asking all the time, which on few cores slows the engine by half.
   */
  readonly until: (arn: string, status: string) => Promise<Task>;
  /**
   * Asks DescribeTasks with a pause of a millisecond between: for what is over soon, and would be disturbed by
   * an event stream, which also follows the containers' output.
   */
  readonly soonUntil: (arn: string, status: string) => Promise<void>;
  /** Asks now and then, so that it costs nothing to wait. */
  readonly calmlyUntil: (arns: readonly string[], status: string) => Promise<void>;
}

/** A `longshore serve` of its own installation. */
export interface BenchServer extends BenchEcs, AsyncDisposable {
  readonly process: ServerProcess;
  /** Kills the tasks, and waits until their containers are gone from the engine. */
  readonly clear: (arns: readonly string[]) => Promise<void>;
}

/** Containers are removed at once when a task has stopped, so that they do not pile up on the engine. */
export const quiet = ['--cleanup-after', '0', '--log-level', 'error'];

export async function startBenchServer(options: ServerOptions = {}): Promise<BenchServer> {
  await using undo = new AsyncDisposableStack();
  const process = undo.use(await startServer({ ...options, args: [...quiet, ...(options.args ?? [])] }));
  const client = undo.use(benchEcs(process.endpoint));
  const parts = undo.move();
  return {
    ...client,
    process,
    clear: async (arns) => {
      await Promise.all(arns.map((arn) => client.ecs.kill(arn)));
      await client.calmlyUntil(arns, 'STOPPED');
      for (const arn of arns) {
        await waitFor('the containers to be removed', async () =>
          (await containersWith(`longshore.task=${arn}`)).length === 0 ? true : undefined,
        );
      }
    },
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

export function benchEcs(endpoint: string): BenchEcs {
  const http = new HttpClient(new URL(endpoint));
  const ecs = new Client(http, {}, realClock);

  const until = async (arn: string, status: string): Promise<Task> => {
    const enough = AbortSignal.timeout(60_000);
    const left = new AbortController();
    for await (const event of ecs.watch(arn, AbortSignal.any([enough, left.signal]))) {
      if (event.kind !== 'task') continue;
      if (event.lastStatus === status) break;
      if (event.lastStatus === 'STOPPED') throw new Error(`${arn} stopped: ${event.stoppedReason}`);
    }
    const { tasks } = await ecs.call('DescribeTasks', { tasks: [arn] });
    const task = tasks?.[0];
    left.abort();
    if (task?.lastStatus !== status) throw new Error(`${arn} is ${task?.lastStatus}, not ${status}`);
    return task;
  };
  const soonUntil = async (arn: string, status: string): Promise<void> => {
    const begun = performance.now();
    for (;;) {
      const { tasks } = await ecs.call('DescribeTasks', { tasks: [arn] });
      if (tasks?.[0]?.lastStatus === status) return;
      if (performance.now() - begun > 60_000)
        throw new Error(`${arn} is ${tasks?.[0]?.lastStatus}, not ${status}`);
      await sleep(1);
    }
  };
  const calmlyUntil = async (arns: readonly string[], status: string): Promise<void> => {
    for (let at = 0; at < arns.length; at += 100) {
      const part = arns.slice(at, at + 100);
      await waitFor(`${part.length} tasks to be ${status}`, async () => {
        const { tasks = [] } = await ecs.call('DescribeTasks', { tasks: part });
        return tasks.every((task) => task.lastStatus === status) || undefined;
      });
    }
  };
  return {
    ecs,
    register: async (definition) => {
      const { taskDefinition } = await ecs.call('RegisterTaskDefinition', definition);
      return `${taskDefinition?.family}:${taskDefinition?.revision}`;
    },
    run: async (taskDefinition, count = 1, rest = {}) => {
      const { tasks, failures } = await ecs.call('RunTask', { taskDefinition, count, ...rest });
      const arns = (tasks ?? []).flatMap(({ taskArn }) => taskArn ?? []);
      if (arns.length !== count) throw new Error(`RunTask: ${JSON.stringify(failures)}`);
      return arns;
    },
    until,
    soonUntil,
    calmlyUntil,
    [Symbol.dispose]: () => http[Symbol.dispose](),
  };
}
