import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { Backend, EngineStatus } from './backends/backend.ts';
import { Cleaner } from './cleaner.ts';
import { agentDeadlines, type Deadlines } from './deadlines.ts';
import { EffectRunner } from './effects.ts';
import { TaskEndpoint, type TaskEndpointOptions } from './endpoint/task-endpoint.ts';
import type { EndpointHandler } from './endpoint/handler.ts';
import { EngineWatch } from './engine-watch.ts';
import { awslogsHook } from './hooks/awslogs.ts';
import { firelensHook } from './hooks/firelens.ts';
import type { Hook, TraceEntry } from './hooks/hook.ts';
import { Images, type PulledImages } from './hooks/images.ts';
import type { PullBehavior } from './hooks/images-behavior.ts';
import { untilPortsAreFree } from './host-ports.ts';
import { linkLocalHook } from './hooks/link-local.ts';
import { metadataHook } from './hooks/metadata.ts';
import { networkHook } from './hooks/network.ts';
import { type RegistryAccess, registryAccessHook } from './hooks/registry-access.ts';
import { secretsHook } from './hooks/secrets.ts';
import type { Sources } from './hooks/secrets/sources.ts';
import { taskLimitsHook } from './hooks/task-limits.ts';
import { volumesHook } from './hooks/volumes.ts';
import { LiveTasks } from './live-tasks.ts';
import type { LogSink } from './logs/log-sink.ts';
import { shippedOutputTable } from './logs/output-position.ts';
import { type OutputRequest, taskOutput } from './logs/task-output.ts';
import { Shipper } from './logs/shipper.ts';
import { type TaskRecord, tasksTable } from './model/task-record.ts';
import { defaultDirectory } from './network/default-directory.ts';
import { hostRanges } from './network/host-ranges.ts';
import type { LinkLocal } from './network/link-local.ts';
import { type LinkLocalSource, sourceAt } from './network/link-local-sources.ts';
import { Sandboxes } from './network/sandboxes.ts';
import type { VpcDirectory } from './network/vpc-directory.ts';
import { defaultRangeKey, VpcNetworks } from './network/vpc-networks.ts';
import { runProgram } from './run-program.ts';
import { memberOf } from './security-groups/member.ts';
import { nameservers } from './security-groups/nameservers.ts';
import { SecurityGroups } from './security-groups/security-groups.ts';
import type { SecurityGroupWish } from './security-groups/wish.ts';
import type { TaskEvent } from './watch.ts';
import { Watcher } from './watcher.ts';

export interface AgentOptions {
  readonly store: Store;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds from STOPPED to the removal of a task's containers. */
  readonly cleanUpAfter: number;
  readonly ids: Ids;
  /** The installation's id: its network on the engine is named after it. */
  readonly installation: string;
  /** Publish the ports of awsvpc tasks on the host. */
  readonly publishPorts: boolean;
  /** At most this many sandboxes stand ready per subnet; 0 for none. */
  readonly warmSandboxes: number;
  readonly pullBehavior: PullBehavior;
  /** Where tasks find the agent; absent: nowhere. */
  readonly linkLocal?: Pick<LinkLocal, 'settled' | 'check' | 'state'> | undefined;
  /** What containers are told of themselves, and by whom. */
  readonly endpoint: TaskEndpointOptions;
  /** Where secret values and files of environment variables are fetched from. */
  readonly sources: Sources;
  /** Where the output of containers with the `awslogs` driver goes. */
  readonly logSink: LogSink;
  /** Weighs what execution roles may pull; absent: all of them everything. */
  readonly registryAccess?: RegistryAccess;
  /** What EC2 knows of networks; absent: each account's and region's default VPC, and no more. */
  readonly vpcs?: VpcDirectory;
  /** Whether rules of security groups are to hold between tasks; `auto` where absent. */
  readonly securityGroups?: SecurityGroupWish;
  /** How long the engine may take; the reference agent's where absent. */
  readonly deadlines?: Deadlines;
}

/** Under which the store remembers that a task had rules of security groups. */
const rulesKey = 'security-group-rules';

const leavingReason = 'Longshore is shutting down';

/**
 * The data plane: all that an ECS agent does on a host. It follows the tasks table, gives each task that
 * is alive an actor (`live-tasks.ts`), and the actors what the engine tells (`engine-watch.ts`).
 */
export class Agent implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #log: Log;
  readonly #tasks: Table<TaskRecord>;
  readonly #live: LiveTasks;
  readonly #engine: EngineWatch;
  readonly #watcher: Watcher;
  readonly #cleaner: Cleaner;
  readonly #sandboxes: Sandboxes;
  readonly #directory: VpcDirectory;
  readonly #endpoint: TaskEndpoint;
  readonly #shipper: Shipper;
  readonly #sink: LogSink;
  readonly securityGroups: SecurityGroups;
  #following: Disposable | undefined;
  #vpcs: Disposable | undefined;
  readonly #leaving = new AbortController();

  constructor(options: AgentOptions) {
    const { store, backend, clock, log, cleanUpAfter, deadlines = agentDeadlines } = options;
    this.#backend = backend;
    this.#log = log;
    this.#tasks = store.table(tasksTable);
    this.#directory = options.vpcs ?? defaultDirectory;
    this.#sandboxes = makeSandboxes(options, this.#directory);
    this.securityGroups = new SecurityGroups({
      backend,
      directory: this.#directory,
      wish: options.securityGroups ?? 'auto',
      run: runProgram,
      nameservers,
      history: {
        hasRules: () => store.getMeta(rulesKey) !== undefined,
        noteRules: () => void store.meta(rulesKey, () => ''),
      },
      clock,
      log,
    });
    this.#endpoint = new TaskEndpoint({
      ...options.endpoint,
      tasks: this.#tasks,
      backend,
      clock,
      ids: options.ids,
      log,
      vpcRange: () => store.getMeta(defaultRangeKey),
      linkLocal: {
        isReachable: ({ plan }) =>
          plan.networkMode !== 'none' && (options.linkLocal?.state.way ?? 'none') !== 'none',
        taskAt: (source) => this.taskAt(source)?.task.arn,
        ...options.endpoint.linkLocal,
      },
    });
    const { logSink: sink } = options;
    this.#sink = sink;
    this.#shipper = new Shipper({ backend, clock, log, sink, shipped: store.table(shippedOutputTable) });
    const hooks: readonly Hook[] = [
      // Before anything else: a task whose output has nowhere to go needs nothing.
      awslogsHook(sink, (task) => this.#shipper.forget(task)),
      ...(options.registryAccess === undefined ? [] : [registryAccessHook(options.registryAccess)]),
      secretsHook(options),
      // Before the network: where a volume cannot be made, no sandbox is taken for nothing.
      volumesHook(backend),
      firelensHook({ backend, ids: options.ids, objects: options.sources.objects }),
      networkHook(this.#sandboxes, { ...options, groups: this.securityGroups }),
      taskLimitsHook(backend, (task, notice) => this.#tell(task, notice)),
      ...(options.linkLocal === undefined ? [] : [linkLocalHook(options.linkLocal)]),
      metadataHook(this.#endpoint),
    ];
    this.#watcher = new Watcher({ tasks: this.#tasks, backend, clock });
    this.#cleaner = new Cleaner({ tasks: this.#tasks, backend, hooks, clock, log, cleanUpAfter, deadlines });
    const effects = new EffectRunner({
      backend,
      images: new Images({ backend, behavior: options.pullBehavior, pulled: pulledImages(store) }),
      hooks,
      clock,
      deadlines,
      engineWasThere: () => this.#engine.wasReached,
      portsAreFree: (task, signal) => untilPortsAreFree(this.#tasks, task, signal),
      onPull: (task, container, progress) => this.#watcher.pullProgressed(task, container, progress),
      onTrace: (entry: TraceEntry) => log.debug(entry, 'trace'),
    });
    this.#live = new LiveTasks({
      store,
      effects,
      clock,
      log,
      before: (task, observation) => this.#shipper.before(task, observation),
      onStopped: (task) => this.#stopped(task),
    });
    this.#engine = new EngineWatch({
      backend,
      live: this.#live,
      tasks: this.#tasks,
      sandboxes: this.#sandboxes,
      clock,
      log,
      listDeadline: deadlines.list,
      onConnected: () => {
        options.linkLocal?.check();
        // What cannot be found out now is when the first task needs it.
        this.securityGroups.check().catch(() => {});
      },
    });
  }

  /** Takes up what an earlier run left, then follows what is wanted and what the engine tells. */
  start(): void {
    for (const task of this.#tasks.select({ where: { cleaned_at: null, last_status: 'STOPPED' } })) {
      this.#cleaner.schedule(task);
    }
    for (const task of this.#tasks.select({ where: { cleaned_at: null, last_status: { not: 'STOPPED' } } })) {
      this.#shipper.changed(task);
      const member = memberOf(task);
      if (member !== undefined) this.securityGroups.admit(member, false);
    }
    this.#vpcs = this.#directory.onChange(() => void this.#sandboxes.tidy());
    this.#following = this.#tasks.onChange(({ row }) => {
      if (row !== undefined) this.#shipper.changed(row);
    });
    this.#live.start();
    this.#engine.start();
  }

  /** What 169.254.170.2 answers. */
  get endpointHandler(): EndpointHandler {
    return this.#endpoint.handler;
  }

  status(signal?: AbortSignal): Promise<EngineStatus> {
    return this.#backend.status(signal);
  }

  watch(taskArn: string, signal: AbortSignal): AsyncIterable<TaskEvent> | undefined {
    return this.#watcher.watch(taskArn, signal);
  }

  /** Whose address on the engine that is: a container's, or in awsvpc mode a task's. */
  taskAt(address: string): LinkLocalSource | undefined {
    return sourceAt(this.#live.records().values(), address);
  }

  /** What the containers of a task, named by its id or ARN, have written. */
  output(task: string, request: OutputRequest, signal: AbortSignal): ReturnType<typeof taskOutput> {
    const parts = { tasks: this.#tasks, backend: this.#backend, sink: this.#sink, watcher: this.#watcher };
    return taskOutput(parts, task, request, signal);
  }

  /** Kills what still runs of the task; says whether the task is alive. */
  kill(taskArn: string): boolean {
    if (!this.#live.has(taskArn)) return false;
    this.#live.requestStop(taskArn, 'Task killed by user');
    this.#live.hand(taskArn, { kind: 'kill-requested' });
    return true;
  }

  /**
   * Kills the tasks that `isMeant` means and removes all that was made for them; the records stay. Rejects when
   * something had to be left behind, and says what.
   */
  async discard(isMeant: (task: TaskRecord) => boolean, signal: AbortSignal): Promise<void> {
    // What was accepted a moment ago has its actor once the change feed has told of it.
    await Promise.resolve();
    for (const task of this.#live.records()) if (isMeant(task)) this.kill(task.arn);
    await this.#live.untilStopped(isMeant, signal);
    const left = this.#tasks.select({ where: { cleaned_at: null, last_status: 'STOPPED' } }).filter(isMeant);
    await Promise.all(left.map((task) => this.#cleaner.clean(task)));
  }

  /** Removes the networks of VPCs that are gone; `all`: what is kept ready for tasks to come, too. */
  async tidy(all: boolean, signal: AbortSignal): Promise<void> {
    if (all) await this.#sandboxes.calm(signal);
    await this.#sandboxes.tidy();
  }

  killAll(): void {
    for (const arn of this.#live.arns()) this.kill(arn);
  }

  /**
   * Stops every task as StopTask would and removes all that was made on the engine. `onProgress` hears
   * how many tasks are still stopping. Rejects when something had to be left behind, and says what.
   */
  async drain(onProgress: (tasks: number) => void): Promise<void> {
    await this.#live.stopAll(leavingReason, onProgress);
    const left = this.#tasks.select({ where: { cleaned_at: null } });
    const results = await Promise.allSettled(left.map((task) => this.#cleaner.clean(task)));
    const { signal } = this.#leaving;
    if (this.#live.outOfReach === 0 && (await this.#mayHaveMadeThings(signal))) {
      results.push(...(await Promise.allSettled([this.#removeRest(signal), this.#sandboxes.drain(signal)])));
    }
    const problems = results.flatMap((result) =>
      result.status === 'rejected' ? [messageOf(result.reason)] : [],
    );
    if (problems.length > 0) throw new Error(`not everything could be removed: ${problems.join('; ')}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort(new Error('the agent is leaving'));
    this.#following?.[Symbol.dispose]();
    this.#vpcs?.[Symbol.dispose]();
    this.#live[Symbol.dispose]();
    this.#cleaner[Symbol.dispose]();
    this.#sandboxes[Symbol.dispose]();
    this.#endpoint[Symbol.dispose]();
    await this.#engine[Symbol.asyncDispose]();
    await this.securityGroups[Symbol.asyncDispose]();
    await this.#shipper[Symbol.asyncDispose]();
  }

  /** What a call that was given up has made all the same, nobody has a record of. */
  async #removeRest(signal: AbortSignal): Promise<void> {
    const rest = await this.#backend.listContainers(signal);
    await Promise.all(rest.map(({ runtimeId }) => this.#backend.removeContainer(runtimeId, signal)));
  }

  /** An engine that has never answered has nothing of this run, and cannot be asked to remove it. */
  async #mayHaveMadeThings(signal: AbortSignal): Promise<boolean> {
    return this.#engine.wasReached || (await this.status(signal)).reachable;
  }

  #stopped(task: TaskRecord): void {
    this.#watcher.forget(task);
    this.#endpoint.stopped(task);
    this.#cleaner.schedule(task);
  }

  /** Something that a person should know of how a task runs on this machine. */
  #tell(task: TaskRecord, notice: string): void {
    if (this.#watcher.noticed(task, notice)) this.#log.info({ task: task.id }, notice);
  }
}

function makeSandboxes(
  { backend, store, clock, ids, log, installation, warmSandboxes }: AgentOptions,
  directory: VpcDirectory,
): Sandboxes {
  const name = `longshore-${installation}`;
  const networks = new VpcNetworks({ backend, name, store, directory, log, usedRanges: hostRanges });
  return new Sandboxes({ backend, networks, clock, ids, log, mostWarm: warmSandboxes });
}

function pulledImages(store: Store): PulledImages {
  const nameOf = (key: string): string => `pulled ${key}`;
  return {
    has: (key) => store.getMeta(nameOf(key)) !== undefined,
    add: (key) => store.setMeta(nameOf(key), ''),
  };
}
