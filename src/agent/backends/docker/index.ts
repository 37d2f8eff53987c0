import type { EngineClient } from '../../../docker/client.ts';
import type { ContainerSummary } from '../../../docker/container-types.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { ContainerStats } from '../../../docker/stats-types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../../../kernel/deadline.ts';
import type { TaskLimits } from '../../cgroups/task-cgroups.ts';
import type { ImageSource } from '../../hooks/image-source.ts';
import type { VolumePlan } from '../../model/task-plan.ts';
import {
  type Backend,
  BackendError,
  type BackendErrorName,
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
  type VolumeEntry,
} from '../backend.ts';
import { createConfig, publishes } from './create-config.ts';
import { wordsOf } from './engine-words.ts';
import { ensureImage } from './ensure-image.ts';
import { followEvents } from './events.ts';
import { Exits } from './exits.ts';
import { isHelper, madeBy, rangesLabel, taskLabel } from './labels.ts';
import { DockerLinkLocal } from './link-local.ts';
import { linesOf } from './log-lines.ts';
import { findNamespace } from './network-namespace.ts';
import {
  HostRanges,
  isWithin,
  type PublishedRange,
  rangesOfLabel,
  refuseTooMany,
  takenPort,
} from './port-ranges.ts';
import type { PullParts } from './pull.ts';
import type { RegistryLogins } from './registry-logins.ts';
import { removeContainer, removeInstallation } from './removal.ts';
import { DockerNetworks } from './sandbox.ts';
import { snapshotOf, snapshotOfSummary } from './snapshot.ts';
import { TaskGroups } from './task-groups.ts';
import { createVolume, removeVolume } from './volumes.ts';
import { fillVolume, volumePath } from './volumes-fill.ts';
import { wholeLog } from './whole-log.ts';

export interface DockerBackendOptions {
  readonly engine: EngineClient & AsyncDisposable;
  readonly clock: Clock;
  /** The installation's id; marks everything that is made. */
  readonly installation: string;
  /** The user's own logins to registries; absent: none is used. */
  readonly logins?: RegistryLogins;
  /** Where images of ECR come from; absent: from AWS, like others from their registries. */
  readonly source?: ImageSource;
}

/** Real containers on a Docker Engine, or whatever speaks its API. */
export class DockerBackend implements Backend {
  readonly kind = 'docker';
  readonly linkLocal: DockerLinkLocal;
  readonly #engine: EngineClient & AsyncDisposable;
  readonly #clock: Clock;
  readonly #installation: string;
  readonly #exits = new Exits();
  readonly #networks: DockerNetworks;
  readonly #groups: TaskGroups;
  readonly #hostRanges = new HostRanges();
  readonly #parts: PullParts;

  constructor(options: DockerBackendOptions) {
    this.#engine = options.engine;
    this.#clock = options.clock;
    this.#installation = options.installation;
    this.#groups = new TaskGroups(options.engine, options.clock, options.installation);
    this.#parts = options;
    this.linkLocal = new DockerLinkLocal(options, options.installation);
    this.#networks = new DockerNetworks(options.engine, options.installation, this.#hostRanges);
  }

  async status(signal?: AbortSignal): Promise<EngineStatus> {
    const { address } = this.#engine.endpoint;
    try {
      const { name, version } = await this.#engine.system.engineInfo({ signal });
      return { name, version, address, reachable: true };
    } catch (error) {
      if (!isEngineError(error)) throw error;
      const problem = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
      return { name: 'Docker Engine', address, reachable: false, problem };
    }
  }

  ensureImage(
    request: ImageRequest,
    onPull: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult> {
    return ensureImage(this.#parts, request, onPull, signal);
  }

  async createContainer(spec: ContainerSpec, signal: AbortSignal): Promise<{ readonly runtimeId: string }> {
    const { engineName } = spec.plan;
    const { platform } = spec.task;
    const config = createConfig(spec, this.#installation, await this.#publishedRanges(spec));
    for (let attempt = 1; ; attempt += 1) {
      try {
        const created = await this.#engine.containers.create(config, { name: engineName, platform, signal });
        return { runtimeId: created.Id };
      } catch (error) {
        if (!isEngineError(error, 'conflict')) throw worded('CannotCreateContainerError', error);
        // The name is random and was recorded before: the container is our own of before a crash.
        const own = await this.inspectContainer(engineName, signal);
        if (own?.taskArn === spec.owner.taskArn) return { runtimeId: own.runtimeId };
        // A name that is taken by nothing is that of a container which the engine is still making, for a
        // call of before the crash.
        if (own !== undefined || attempt === mostLooks) throw worded('CannotCreateContainerError', error);
        await this.#clock.sleep(betweenLooksMs, signal);
      }
    }
  }

  async #publishedRanges(spec: ContainerSpec): Promise<readonly PublishedRange[]> {
    const { portRanges = [], ports, name } = spec.plan;
    if (portRanges.length === 0 || !publishes(spec)) return [];
    refuseTooMany(ports.length + portRanges.length, name, spec.owner.taskArn);
    return this.#hostRanges.choose(portRanges);
  }

  async startContainer(runtimeId: string, signal: AbortSignal): Promise<ContainerSnapshot> {
    try {
      await this.#start(runtimeId, signal);
      return snapshotOf(await this.#engine.containers.inspect(runtimeId, { signal }));
    } catch (error) {
      const remake =
        isEngineError(error) && (await this.#isOfRange(takenPort(error.message)?.port, runtimeId, signal));
      throw worded('CannotStartContainerError', error, remake);
    }
  }

  /** Whether we have chosen the port for a range of the container, and can choose another. */
  async #isOfRange(port: number | undefined, runtimeId: string, signal: AbortSignal): Promise<boolean> {
    if (port === undefined) return false;
    const { Config: config } = await this.#engine.containers.inspect(runtimeId, { signal });
    return rangesOfLabel(config.Labels?.[rangesLabel]).some((range) => isWithin(port, range));
  }

  /** A port may still be held by a container of ours that has ended a moment ago. */
  async #start(runtimeId: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#engine.containers.start(runtimeId, { signal });
    } catch (error) {
      const refused = isEngineError(error) && takenPort(error.message) !== undefined;
      if (!refused || !(await this.#exits.settled())) throw error;
      await this.#engine.containers.start(runtimeId, { signal });
    }
  }

  async stopContainer(
    runtimeId: string,
    graceSeconds: number,
    signal: AbortSignal,
  ): Promise<ContainerSnapshot | undefined> {
    try {
      await this.#engine.containers.stop(runtimeId, { timeoutSeconds: graceSeconds, signal });
    } catch (error) {
      if (isEngineError(error, 'not-found')) return undefined;
      throw worded('CannotStopContainerError', error);
    }
    return this.inspectContainer(runtimeId, signal);
  }

  removeContainer(runtimeId: string, signal: AbortSignal): Promise<void> {
    return removeContainer(this.#parts, runtimeId, signal);
  }

  async inspectContainer(runtimeId: string, signal: AbortSignal): Promise<ContainerSnapshot | undefined> {
    try {
      return snapshotOf(await this.#engine.containers.inspect(runtimeId, { signal }));
    } catch (error) {
      if (isEngineError(error, 'not-found')) return undefined;
      throw worded('CannotInspectContainerError', error);
    }
  }

  async listContainers(signal: AbortSignal): Promise<readonly ContainerSnapshot[]> {
    const filters = madeBy(this.#installation);
    const listed = await this.#engine.containers.list({ all: true, filters, signal });
    const ofTasks = listed.filter(({ Labels: labels }) => !isHelper(labels));
    const snapshots = await Promise.all(ofTasks.map((each) => this.#lookAt(each, signal)));
    return snapshots.filter((snapshot) => snapshot !== undefined);
  }

  /** One container that the engine does not let look at must not keep all others from being listed. */
  async #lookAt(listed: ContainerSummary, signal: AbortSignal): Promise<ContainerSnapshot | undefined> {
    try {
      return await withDeadline(this.#clock, longestLookMs, signal, (inner) =>
        this.inspectContainer(listed.Id, inner),
      );
    } catch (error) {
      const known = error instanceof DeadlineError ? snapshotOfSummary(listed) : undefined;
      if (known === undefined) throw error;
      return known;
    }
  }

  bindTask(taskId: string, limits: TaskLimits, signal: AbortSignal): Promise<TaskBinding> {
    return this.#groups.bind(taskId, limits, signal);
  }

  unbindTask(taskId: string, signal: AbortSignal): Promise<void> {
    return this.#groups.unbind(taskId, signal);
  }

  createVolume(volume: VolumePlan, owner: ContainerOwner, signal: AbortSignal): Promise<void> {
    return createVolume(this.#engine, this.#installation, volume, owner, signal);
  }

  fillVolume(engineName: string, entries: readonly VolumeEntry[], signal: AbortSignal): Promise<void> {
    return fillVolume(this.#engine, { installation: this.#installation, engineName, entries }, signal);
  }

  volumePath(engineName: string, signal: AbortSignal): Promise<string> {
    return volumePath(this.#engine, engineName, signal);
  }

  removeVolume(engineName: string, signal: AbortSignal): Promise<void> {
    return removeVolume(this.#parts, this.#installation, engineName, signal);
  }

  async listVolumes(
    signal: AbortSignal,
  ): Promise<readonly { readonly engineName: string; readonly taskArn: string }[]> {
    const volumes = await this.#engine.volumes.list({ filters: madeBy(this.#installation), signal });
    return volumes.map((volume) => ({ engineName: volume.Name, taskArn: volume.Labels?.[taskLabel] ?? '' }));
  }

  ensureNetwork(network: NetworkRequest, signal: AbortSignal): Promise<string | undefined> {
    return this.#networks.ensure(network, signal);
  }

  removeNetwork(name: string, signal: AbortSignal): Promise<void> {
    return this.#networks.remove(name, signal);
  }

  createSandbox(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    return this.#networks.createSandbox(request, signal);
  }

  listSandboxes(signal: AbortSignal): Promise<readonly Sandbox[]> {
    return this.#networks.list(signal);
  }

  removeInstallation(installation: string, signal: AbortSignal): Promise<void> {
    return removeInstallation(this.#parts, installation, signal);
  }

  events(signal: AbortSignal): AsyncIterable<BackendEvent> {
    const parts = {
      engine: this.#engine,
      clock: this.#clock,
      installation: this.#installation,
      exits: this.#exits,
      inspect: (runtimeId: string, inner: AbortSignal) => this.inspectContainer(runtimeId, inner),
    };
    return followEvents(parts, signal);
  }

  async *logs(runtimeId: string, options: LogRequest, signal: AbortSignal): AsyncIterable<LogLine> {
    const { Config: config } = await this.#engine.containers.inspect(runtimeId, { signal });
    yield* linesOf(wholeLog(this.#engine, runtimeId, { ...options, tty: config.Tty, signal }));
  }

  stats(runtimeId: string, signal: AbortSignal): AsyncIterable<ContainerStats> {
    return this.#engine.containers.followStats(runtimeId, { signal });
  }

  networkNamespace(runtimeId: string | undefined, signal: AbortSignal): Promise<NetworkNamespace> {
    return findNamespace(this.#engine, runtimeId, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#groups[Symbol.asyncDispose]();
    await this.#engine[Symbol.asyncDispose]();
  }
}

const longestLookMs = 5000;

/** For how long a container may be in the making that a call of before a crash has asked for. */
const betweenLooksMs = 250;
const mostLooks = 120;

function worded(name: BackendErrorName, error: unknown, remake = false): unknown {
  if (!isEngineError(error) || error.kind === 'aborted') return error;
  return new BackendError(name, wordsOf(error), { cause: error, remake });
}
