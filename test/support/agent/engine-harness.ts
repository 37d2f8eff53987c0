import { Agent } from '../../../src/agent/agent.ts';
import type { LogLine } from '../../../src/agent/backends/backend.ts';
import type { TaskEndpointOptions } from '../../../src/agent/endpoint/task-endpoint.ts';
import type { Deadlines } from '../../../src/agent/deadlines.ts';
import { DockerBackend } from '../../../src/agent/backends/docker/index.ts';
import type { RegistryLogins } from '../../../src/agent/backends/docker/registry-logins.ts';
import { installationLabel } from '../../../src/agent/backends/docker/labels.ts';
import type { EndpointHandler } from '../../../src/agent/endpoint/handler.ts';
import type { PullBehavior } from '../../../src/agent/hooks/images-behavior.ts';
import type { Sources } from '../../../src/agent/hooks/secrets/sources.ts';
import { requestStop } from '../../../src/agent/machine/request-stop.ts';
import type { ContainerPlan, TaskPlan } from '../../../src/agent/model/task-plan.ts';
import { LinkLocal } from '../../../src/agent/network/link-local.ts';
import type { VpcDirectory } from '../../../src/agent/network/vpc-directory.ts';
import type { SecurityGroupWish } from '../../../src/agent/security-groups/wish.ts';
import {
  type ContainerState,
  type NetworkInterface,
  type TaskRecord,
  tasksTable,
} from '../../../src/agent/model/task-record.ts';
import type { TaskEvent } from '../../../src/agent/watch.ts';
import { createEngineClient, type EngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import type { ContainerInspect } from '../../../src/docker/container-types.ts';
import { type Clock, realClock } from '../../../src/kernel/clock.ts';
import { messageOf } from '../../../src/kernel/errors.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { logSink } from '../../../src/services/logs/log-sink.ts';
import { Store } from '../../../src/store/store.ts';
import type { Table } from '../../../src/store/table.ts';
import { busyboxImage, ensureBusyboxImage } from '../docker/busybox-image.ts';
import { plainEndpoint } from './endpoint-ports.ts';
import { fakeSources } from './sources.ts';
import { containerPlan, taskRecord } from './tasks.ts';

/** How long a test waits for anything before it fails and shows the record. */
const patience = 30_000;

/** A container of the test image; it is killed two seconds after SIGTERM, not thirty. */
export function container(given: Partial<ContainerPlan> & { readonly name: string }): ContainerPlan {
  return containerPlan({ image: busyboxImage, stopTimeout: 2, ...given });
}

/** `script` in the image's shell. Being process 1, it has no default reaction to SIGTERM: it ignores it. */
export const sh = (script: string): readonly string[] => ['sh', '-c', script];

/** Runs until it is told to stop, and then ends at once with exit code 0. */
export const obedient = sh('trap "exit 0" TERM; while :; do sleep 60 & wait $!; done');

/** Runs until it is killed. */
export const deaf = sh('trap "" TERM; while :; do sleep 60; done');

/** A real agent on the real engine, with an installation of its own and a database in memory. */
export interface EngineHarness extends AsyncDisposable {
  readonly agent: Agent;
  readonly backend: DockerBackend;
  /** Fails where the harness was made without. */
  readonly linkLocal: LinkLocal;
  readonly engine: EngineClient;
  readonly installation: string;
  readonly tasks: Table<TaskRecord>;
  readonly store: Store;
  readonly errors: readonly unknown[];
  /** What was warned of, in order. */
  readonly warnings: readonly string[];
  /** As RunTask does it: writes the record; the agent follows. Returns the ARN. */
  run(
    containers: readonly ContainerPlan[],
    plan?: Partial<TaskPlan>,
    record?: Partial<Omit<TaskRecord, 'plan'>>,
  ): string;
  /** The same for an awsvpc task, in the first subnet of the default VPC unless told, and a group that is unknown. */
  runAwsvpc(
    containers: readonly ContainerPlan[],
    plan?: Partial<TaskPlan>,
    given?: Pick<NetworkInterface, 'subnet'> & Partial<Pick<NetworkInterface, 'securityGroups'>>,
  ): string;
  /** As StopTask does it. */
  stop(arn: string, reason?: string): void;
  get(arn: string): TaskRecord;
  state(arn: string, container: string): ContainerState;
  /** Waits, by the change feed, for a record of which `holds` is true. */
  until(arn: string, holds: (task: TaskRecord) => boolean): Promise<TaskRecord>;
  running(arn: string): Promise<TaskRecord>;
  stopped(arn: string): Promise<TaskRecord>;
  /** Every event up to the task's end. */
  watch(arn: string): Promise<readonly TaskEvent[]>;
  /** What a container has written so far. */
  logs(arn: string, container: string): Promise<readonly LogLine[]>;
  inspect(arn: string, container: string): Promise<ContainerInspect>;
  /** The agent goes without a farewell, as with `kill -9`: containers and records stay. */
  crash(): Promise<void>;
  /** A new agent with the same store and installation. */
  restart(): void;
  /** As if a crash had come before the range of the network was noted. */
  forgetRange(): void;
  /** Names of what this installation has on the engine. */
  left(): Promise<readonly string[]>;
}

export interface EngineHarnessOptions {
  /** Milliseconds from STOPPED to the removal of a task's containers. Default: an hour. */
  readonly cleanUpAfter?: number;
  /** The backend's clock, by which pulls are tried again. */
  readonly backendClock?: Clock;
  readonly publishPorts?: boolean;
  readonly warmSandboxes?: number;
  /** Default: the default VPCs alone. */
  readonly vpcs?: VpcDirectory;
  readonly securityGroups?: SecurityGroupWish;
  readonly pullBehavior?: PullBehavior;
  /** Default: there is no secret. */
  readonly sources?: Sources;
  /** The logins of the user; default: none. */
  readonly logins?: RegistryLogins;
  /** Another engine than the machine's, as DOCKER_HOST says it. */
  readonly host?: string;
  /** Where the agent finds the engine, as DOCKER_HOST says it; the test itself speaks to the real one. */
  readonly agentHost?: string;
  readonly deadlines?: Deadlines;
  /** How 169.254.170.2 is held, and what answers there: the agent unless told; default: it is not. */
  readonly linkLocal?: { readonly wish: 'auto' | 'bind' | 'relay'; readonly handler?: EndpointHandler };
  readonly endpoint?: Partial<TaskEndpointOptions>;
}

interface Present {
  readonly agent: Agent;
  readonly backend: DockerBackend;
  readonly linkLocal: LinkLocal | undefined;
}

export async function engineHarness(options: EngineHarnessOptions = {}): Promise<EngineHarness> {
  const connect = (host = options.host): ReturnType<typeof createEngineClient> =>
    createEngineClient({ endpoint: findEngine({ host, env: process.env, view: hostView() }) });
  const engine = connect();
  await ensureBusyboxImage(engine);
  const installation = `test-${randomIds.hex(12)}`;
  const errors: unknown[] = [];
  const warnings: string[] = [];
  const store = new Store({ onListenerError: (error) => errors.push(error) });
  const tasks = store.table(tasksTable);

  const begin = (): Present => {
    const clock = options.backendClock ?? realClock;
    const { logins } = options;
    const backend = new DockerBackend({
      engine: connect(options.agentHost),
      clock,
      installation,
      ...(logins === undefined ? {} : { logins }),
    });
    const log: Log = {
      ...silentLog,
      error: (fields) => void errors.push(fields),
      warn: (_fields, message) => void warnings.push(message),
    };
    const cleanUpAfter = options.cleanUpAfter ?? 3_600_000;
    const ask: EndpointHandler = (request, signal) => agent.endpointHandler(request, signal);
    const linkLocal =
      options.linkLocal === undefined
        ? undefined
        : new LinkLocal({
            handler: ask,
            ...options.linkLocal,
            host: backend.linkLocal,
            clock: realClock,
            log,
          });
    const agent: Agent = new Agent({
      store,
      backend,
      clock: realClock,
      ids: randomIds,
      log,
      installation,
      cleanUpAfter,
      ...(linkLocal === undefined ? {} : { linkLocal }),
      publishPorts: options.publishPorts ?? false,
      warmSandboxes: options.warmSandboxes ?? 0,
      ...(options.vpcs === undefined ? {} : { vpcs: options.vpcs }),
      ...(options.securityGroups === undefined ? {} : { securityGroups: options.securityGroups }),
      sources: options.sources ?? fakeSources(),
      pullBehavior: options.pullBehavior ?? 'default',
      endpoint: plainEndpoint(options.endpoint),
      logSink: logSink({ store, clock: realClock }),
      ...(options.deadlines === undefined ? {} : { deadlines: options.deadlines }),
    });
    agent.start();
    linkLocal?.start();
    return { agent, backend, linkLocal };
  };
  let now: Present | undefined = begin();
  const present = (): Present => {
    if (now === undefined) throw new Error('there is no agent now');
    return now;
  };

  const get = (arn: string): TaskRecord => {
    const task = tasks.get(arn);
    if (task === undefined) throw new Error(`no task ${arn}`);
    return task;
  };
  const state = (arn: string, name: string): ContainerState => {
    const found = get(arn).containers.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no container ${name}`);
    return found;
  };
  const idOf = (arn: string, name: string): string => {
    const { runtimeId } = state(arn, name);
    if (runtimeId === undefined) throw new Error(`container ${name} was never created`);
    return runtimeId;
  };
  const until = (arn: string, holds: (task: TaskRecord) => boolean): Promise<TaskRecord> =>
    untilRecord(tasks, get(arn), holds);
  const left = async (): Promise<readonly string[]> => {
    const filters = { label: [`${installationLabel}=${installation}`] };
    const containers = await engine.containers.list({ all: true, filters });
    const volumes = await engine.volumes.list({ filters });
    const networks = await engine.networks.list({ filters });
    return [
      ...containers.map(({ Id }) => `container ${Id}`),
      ...volumes.map(({ Name }) => `volume ${Name}`),
      ...networks.map(({ Name }) => `network ${Name}`),
    ];
  };
  const crash = async (): Promise<void> => {
    const { agent, backend, linkLocal } = present();
    now = undefined;
    await agent[Symbol.asyncDispose]();
    await linkLocal?.[Symbol.asyncDispose]();
    await backend[Symbol.asyncDispose]();
  };

  const run = (
    containers: readonly ContainerPlan[],
    plan: Partial<TaskPlan> = {},
    given: Pick<TaskRecord, 'networkInterface'> = {},
  ): string => {
    const id = randomIds.hex(32);
    const named = containers.map((each) => ({ ...each, engineName: `longshore-test-${each.name}-${id}` }));
    const { stages = [] } = plan;
    const task = taskRecord(named, { id, createdAt: realClock.now(), stages, ...given });
    tasks.put({ ...task, plan: { ...task.plan, ...plan } });
    return task.arn;
  };

  return {
    get agent() {
      return present().agent;
    },
    get backend() {
      return present().backend;
    },
    get linkLocal() {
      const { linkLocal } = present();
      if (linkLocal === undefined) throw new Error('this harness has no link-local address');
      return linkLocal;
    },
    engine,
    installation,
    tasks,
    store,
    errors,
    warnings,
    run,
    runAwsvpc: (containers, plan, given) =>
      run(
        containers,
        { networkMode: 'awsvpc', stages: ['provision', 'deprovision'], ...plan },
        { networkInterface: { ...networkInterface(), ...given } },
      ),
    stop(arn, reason = 'Task stopped by user') {
      const stopping = requestStop(get(arn), { code: 'UserInitiated', reason }, realClock.now());
      tasks.put({ ...stopping, version: stopping.version + 1 });
    },
    get,
    state,
    until,
    running: (arn) => until(arn, (task) => task.lastStatus === 'RUNNING'),
    stopped: (arn) => until(arn, (task) => task.lastStatus === 'STOPPED'),
    async watch(arn) {
      const events: TaskEvent[] = [];
      const signal = AbortSignal.timeout(patience);
      for await (const event of present().agent.watch(arn, signal) ?? []) events.push(event);
      return events;
    },
    async logs(arn, name) {
      const lines: LogLine[] = [];
      const signal = AbortSignal.timeout(patience);
      const output = present().backend.logs(idOf(arn, name), { follow: false }, signal);
      for await (const line of output) lines.push(line);
      return lines;
    },
    inspect: (arn, name) => engine.containers.inspect(idOf(arn, name)),
    crash,
    restart() {
      now = begin();
    },
    forgetRange: () => store.setMeta('vpc-range', ''),
    left,
    async [Symbol.asyncDispose]() {
      const problems: string[] = [];
      if (now === undefined) now = begin();
      now.agent.killAll();
      await now.agent.drain(() => {}).catch((error: unknown) => problems.push(messageOf(error)));
      await now.linkLocal?.drain(AbortSignal.timeout(patience));
      await crash();
      problems.push(...(await left()).map((what) => `left behind: ${what}`));
      await removeAll(engine, installation);
      await engine[Symbol.asyncDispose]();
      store[Symbol.dispose]();
      problems.push(...errors.map((error) => `reported: ${JSON.stringify(error)} ${String(error)}`));
      if (problems.length > 0) throw new Error(problems.join('\n'));
    },
  };
}

const networkInterface = (): NetworkInterface => ({
  attachmentId: randomIds.uuid(),
  id: `eni-0${randomIds.hex(16)}`,
  subnetId: 'subnet-1',
  securityGroups: ['sg-1'],
});

function untilRecord(
  tasks: Table<TaskRecord>,
  task: TaskRecord,
  holds: (task: TaskRecord) => boolean,
): Promise<TaskRecord> {
  const { promise, resolve, reject } = Promise.withResolvers<TaskRecord>();
  const look = (row: TaskRecord): void => {
    try {
      if (holds(row)) resolve(row);
    } catch (error) {
      reject(error);
    }
  };
  const subscription = tasks.onChange(({ row }) => {
    if (row?.arn === task.arn) look(row);
  });
  const timer = setTimeout(() => {
    const { lastStatus, containers } = tasks.get(task.arn) ?? task;
    reject(new Error(`waited in vain; the task is ${lastStatus}: ${JSON.stringify(containers, null, 1)}`));
  }, patience);
  look(task);
  return promise.finally(() => {
    subscription[Symbol.dispose]();
    clearTimeout(timer);
  });
}

/** What a failed test left, so that it does not spoil the machine. */
async function removeAll(engine: EngineClient, installation: string): Promise<void> {
  const filters = { label: [`${installationLabel}=${installation}`] };
  for (const { Id } of await engine.containers.list({ all: true, filters })) {
    await engine.containers.remove(Id, { force: true, volumes: true });
  }
  for (const { Name } of await engine.volumes.list({ filters })) await engine.volumes.remove(Name);
  for (const { Id } of await engine.networks.list({ filters })) await engine.networks.remove(Id);
}
