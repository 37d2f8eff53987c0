import { Agent } from '../../../src/agent/agent.ts';
import type { TaskEndpointOptions } from '../../../src/agent/endpoint/task-endpoint.ts';
import { SimulatedBackend } from '../../../src/agent/backends/simulated/index.ts';
import type { Sources } from '../../../src/agent/hooks/secrets/sources.ts';
import { requestStop } from '../../../src/agent/machine/request-stop.ts';
import { type TaskRecord, tasksTable } from '../../../src/agent/model/task-record.ts';
import type { ContainerPlan } from '../../../src/agent/model/task-plan.ts';
import { countingIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { logSink } from '../../../src/services/logs/log-sink.ts';
import { Store } from '../../../src/store/store.ts';
import type { Table } from '../../../src/store/table.ts';
import { plainEndpoint } from './endpoint-ports.ts';
import { fakeSources } from './sources.ts';
import { taskRecord } from './tasks.ts';

/** An agent with simulated containers, a database in memory and a clock that stands still. */
export interface AgentHarness extends AsyncDisposable {
  readonly agent: Agent;
  readonly backend: SimulatedBackend;
  readonly clock: VirtualClock;
  readonly tasks: Table<TaskRecord>;
  readonly store: Store;
  /** As RunTask does it: writes the record; the agent follows. Returns the ARN. */
  run(containers: readonly ContainerPlan[], given?: Parameters<typeof taskRecord>[1]): string;
  /** As StopTask does it. */
  stop(arn: string, reason?: string): void;
  get(arn: string): TaskRecord;
  /** Every `lastStatus` that was written for the task, in order, without repeats. */
  history(arn: string): readonly string[];
  /** The agent goes, as with `kill -9`: containers and records stay; a new one takes over. */
  crash(): Promise<void>;
}

export async function agentHarness(
  options: {
    readonly cleanUpAfter?: number;
    readonly warmSandboxes?: number;
    readonly endpoint?: (clock: VirtualClock) => Partial<TaskEndpointOptions>;
    readonly sources?: Sources;
  } = {},
): Promise<AgentHarness> {
  const clock = new VirtualClock();
  const ids = countingIds();
  const errors: unknown[] = [];
  const store = new Store({ onListenerError: (error) => errors.push(error) });
  const tasks = store.table(tasksTable);
  const backend = new SimulatedBackend({ clock, ids });
  const histories = new Map<string, string[]>();
  tasks.onChange(({ row }) => {
    if (row === undefined) return;
    const history = histories.get(row.arn) ?? [];
    if (history.at(-1) !== row.lastStatus) history.push(row.lastStatus);
    histories.set(row.arn, history);
  });
  const begin = (): Agent => {
    const log = { ...silentLog, error: (fields: object) => void errors.push(fields) };
    const agent = new Agent({
      store,
      backend,
      clock,
      ids,
      log,
      installation: 'test',
      cleanUpAfter: options.cleanUpAfter ?? 60_000,
      publishPorts: false,
      warmSandboxes: options.warmSandboxes ?? 0,
      sources: options.sources ?? fakeSources(),
      pullBehavior: 'default',
      endpoint: plainEndpoint(options.endpoint?.(clock)),
      logSink: logSink({ store, clock }),
    });
    agent.start();
    return agent;
  };
  let agent = begin();
  await clock.advance(0);
  return {
    get agent() {
      return agent;
    },
    backend,
    clock,
    tasks,
    store,
    run(containers, given) {
      const id = ids.hex(32);
      const named = containers.map((plan) => ({ ...plan, engineName: `${plan.engineName}-${id}` }));
      const task = taskRecord(named, { id, createdAt: clock.now(), ...given });
      tasks.put(task);
      return task.arn;
    },
    stop(arn, reason = 'Task stopped by user') {
      const task = tasks.get(arn);
      if (task === undefined) throw new Error(`no task ${arn}`);
      tasks.put(requestStop(task, { code: 'UserInitiated', reason }, clock.now()));
    },
    get(arn) {
      const task = tasks.get(arn);
      if (task === undefined) throw new Error(`no task ${arn}`);
      return task;
    },
    history: (arn) => histories.get(arn) ?? [],
    async crash() {
      await agent[Symbol.asyncDispose]();
      agent = begin();
      await clock.advance(0);
    },
    async [Symbol.asyncDispose]() {
      await agent[Symbol.asyncDispose]();
      store[Symbol.dispose]();
      if (errors.length > 0) throw new Error(`the agent reported errors: ${JSON.stringify(errors)}`);
    },
  };
}
