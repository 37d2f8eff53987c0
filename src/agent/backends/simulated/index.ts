import type { ContainerStats } from '../../../docker/stats-types.ts';
import { nanosecondsOf } from '../../../docker/engine-time.ts';
import { Channel } from '../../../kernel/channel.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { ContainerPlan, VolumePlan } from '../../model/task-plan.ts';
import type { NetworkBinding } from '../../model/task-record.ts';
import {
  type Backend,
  BackendError,
  type BackendEvent,
  type ContainerOwner,
  type ContainerSnapshot,
  type ContainerSpec,
  type EngineStatus,
  type ImageRequest,
  type ImageResult,
  type LogLine,
  type LogRequest,
  type NetworkNamespace,
  type NetworkRequest,
  type PullProgress,
  type Sandbox,
  type SandboxRequest,
  type TaskBinding,
} from '../backend.ts';
import { type Published, SimulatedContainer } from './container.ts';
import { type ContainerScript, scriptOf } from './script.ts';
import { simulatedStats } from './stats.ts';

export interface SimulatedOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** What a container does; by default its labels say it. */
  readonly script?: (plan: ContainerPlan) => ContainerScript;
}

const firstDynamicPort = 49153;

/**
 * Containers that exist only in memory and do what a script says on the given clock: for tests, and for
 * using the control plane without an engine.
 */
export class SimulatedBackend implements Backend {
  readonly kind = 'simulated';
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #script: (plan: ContainerPlan) => ContainerScript;
  readonly #containers = new Map<string, SimulatedContainer>();
  readonly #volumes = new Map<string, string>();
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #listeners = new Set<Channel<BackendEvent>>();
  #nextPort = firstDynamicPort;

  constructor(options: SimulatedOptions) {
    this.#clock = options.clock;
    this.#ids = options.ids;
    this.#script = options.script ?? scriptOf;
  }

  status(): Promise<EngineStatus> {
    return Promise.resolve({ name: 'simulated containers', address: 'this process', reachable: true });
  }

  /** Every image is here: simulated pulls belong to a container's script, see `createContainer`. */
  ensureImage(request: ImageRequest, _onPull: (progress: PullProgress) => void): Promise<ImageResult> {
    return Promise.resolve({ id: request.image, pulled: false });
  }

  async createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<{ readonly runtimeId: string }> {
    const known = [...this.#containers.values()].find(
      (container) => container.spec.plan.engineName === spec.plan.engineName,
    );
    if (known !== undefined) return { runtimeId: known.runtimeId };
    const script = this.#script(spec.plan);
    if (script.pullTakes > 0) await this.#clock.sleep(script.pullTakes, signal);
    if (script.pullError !== undefined) throw new BackendError('CannotPullContainerError', script.pullError);
    if (script.createError !== undefined)
      throw new BackendError('CannotCreateContainerError', script.createError);
    const runtimeId = this.#ids.hex(64);
    const container: SimulatedContainer = new SimulatedContainer(runtimeId, spec, {
      script,
      clock: this.#clock,
      onChange: () => this.#tell({ kind: 'changed', snapshot: container.snapshot() }),
      publish: (wanted) => this.#publish(wanted),
    });
    this.#containers.set(runtimeId, container);
    return { runtimeId };
  }

  async startContainer(runtimeId: string, signal: AbortSignal): Promise<ContainerSnapshot> {
    const container = this.#containers.get(runtimeId);
    if (container === undefined) {
      throw new BackendError('CannotStartContainerError', `No such container: ${runtimeId}`);
    }
    const { startTakes, startError } = container.script;
    if (startTakes > 0) await this.#clock.sleep(startTakes, signal);
    if (startError !== undefined) throw new BackendError('CannotStartContainerError', startError);
    container.start();
    return container.snapshot();
  }

  async stopContainer(
    runtimeId: string,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<ContainerSnapshot | undefined> {
    const container = this.#containers.get(runtimeId);
    await container?.stop(graceSeconds, signal);
    return container?.snapshot();
  }

  removeContainer(runtimeId: string): Promise<void> {
    const container = this.#containers.get(runtimeId);
    container?.silence();
    if (this.#sandboxes.delete(runtimeId))
      this.#tell({ kind: 'removed', runtimeId, taskArn: '', container: '' });
    if (this.#containers.delete(runtimeId) && container !== undefined) {
      const { taskArn, container: name } = container.snapshot();
      this.#tell({ kind: 'removed', runtimeId, taskArn, container: name });
    }
    return Promise.resolve();
  }

  inspectContainer(runtimeId: string): Promise<ContainerSnapshot | undefined> {
    const sandbox = this.#sandboxes.get(runtimeId);
    return Promise.resolve(
      sandbox === undefined ? this.#containers.get(runtimeId)?.snapshot() : snapshotOf(sandbox),
    );
  }

  listContainers(): Promise<readonly ContainerSnapshot[]> {
    return Promise.resolve([...this.#containers.values()].map((container) => container.snapshot()));
  }

  bindTask(taskId: string): Promise<TaskBinding> {
    return Promise.resolve({ kind: 'bound', parent: `/longshore/${taskId}` });
  }

  unbindTask(): Promise<void> {
    return Promise.resolve();
  }

  createVolume(volume: VolumePlan, owner: ContainerOwner): Promise<void> {
    this.#volumes.set(volume.engineName, owner.taskArn);
    return Promise.resolve();
  }

  fillVolume(): Promise<void> {
    return Promise.resolve();
  }

  volumePath(engineName: string): Promise<string> {
    return Promise.resolve(`/var/lib/docker/volumes/${engineName}/_data`);
  }

  removeVolume(engineName: string): Promise<void> {
    this.#volumes.delete(engineName);
    return Promise.resolve();
  }

  listVolumes(): Promise<readonly { readonly engineName: string; readonly taskArn: string }[]> {
    return Promise.resolve([...this.#volumes].map(([engineName, taskArn]) => ({ engineName, taskArn })));
  }

  ensureNetwork({ range }: NetworkRequest): Promise<string | undefined> {
    return Promise.resolve(range);
  }

  removeNetwork(): Promise<void> {
    return Promise.resolve();
  }

  createSandbox(request: SandboxRequest): Promise<Sandbox> {
    const runtimeId = this.#ids.hex(64);
    const address = request.attachment?.address ?? '';
    const octets = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    const sandbox: Sandbox = {
      runtimeId,
      engineName: request.engineName,
      running: true,
      address,
      macAddress: address === '' ? '' : `02:42:${octets.join(':')}`,
      bindings: this.#publish(request),
    };
    this.#sandboxes.set(runtimeId, sandbox);
    return Promise.resolve(sandbox);
  }

  listSandboxes(): Promise<readonly Sandbox[]> {
    return Promise.resolve([...this.#sandboxes.values()]);
  }

  /** Simulated containers end with their process. */
  removeInstallation(): Promise<void> {
    return Promise.resolve();
  }

  async *events(signal: AbortSignal): AsyncIterable<BackendEvent> {
    const events = new Channel<BackendEvent>(Infinity);
    const close = (): void => events.close();
    signal.addEventListener('abort', close, { once: true });
    this.#listeners.add(events);
    try {
      yield { kind: 'connected' };
      yield* events;
    } finally {
      signal.removeEventListener('abort', close);
      this.#listeners.delete(events);
    }
  }

  async *logs(runtimeId: string, options: LogRequest, signal: AbortSignal): AsyncIterable<LogLine> {
    const container = this.#containers.get(runtimeId);
    if (container === undefined) return;
    const { after, since } = options;
    for (const line of container.lines) {
      const isLater = after === undefined || line.time > after;
      if (isLater && (since === undefined || nanosecondsOf(line.time) >= since)) yield line;
    }
    if (!options.follow || !container.running) return;
    for await (const event of this.events(signal)) {
      const ended =
        event.kind === 'removed' || (event.kind === 'changed' && event.snapshot.status === 'exited');
      if (ended && runtimeIdOf(event) === runtimeId) return;
    }
  }

  async *stats(runtimeId: string, signal: AbortSignal): AsyncIterable<ContainerStats> {
    for (let sample = 0; this.#has(runtimeId); sample += 1) {
      yield simulatedStats(runtimeId, sample, this.#clock.now());
      await this.#clock.sleep(1000, signal);
    }
  }

  networkNamespace(): Promise<NetworkNamespace> {
    return Promise.resolve({ kind: 'unreachable', why: 'simulated containers have no network' });
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const container of this.#containers.values()) container.silence();
    this.#containers.clear();
    return Promise.resolve();
  }

  #has(runtimeId: string): boolean {
    return this.#sandboxes.has(runtimeId) || this.#containers.get(runtimeId)?.running === true;
  }

  #publish({ ports, portRanges = [] }: Published): NetworkBinding[] {
    const bindIP = '0.0.0.0';
    return [
      ...ports.map(({ containerPort, hostPort, protocol }) => ({
        bindIP,
        containerPort,
        hostPort: hostPort === 0 ? this.#nextPort++ : hostPort,
        protocol,
      })),
      ...portRanges.map(({ first, last, protocol }) => {
        const hostFirst = this.#nextPort;
        this.#nextPort += last - first + 1;
        const hostPortRange = `${hostFirst}-${this.#nextPort - 1}`;
        return { bindIP, containerPortRange: `${first}-${last}`, hostPortRange, protocol };
      }),
    ];
  }

  #tell(event: BackendEvent): void {
    for (const listener of this.#listeners) listener.post(event);
  }
}

function snapshotOf({ runtimeId, engineName }: Sandbox): ContainerSnapshot {
  return {
    runtimeId,
    engineName,
    taskArn: '',
    container: '',
    status: 'running',
    outOfMemory: false,
    bindings: [],
    createdAt: 0,
  };
}

function runtimeIdOf(event: BackendEvent): string | undefined {
  if (event.kind === 'changed') return event.snapshot.runtimeId;
  return event.kind === 'removed' ? event.runtimeId : undefined;
}
