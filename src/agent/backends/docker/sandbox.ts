import type { EngineClient } from '../../../docker/client.ts';
import type { ContainerConfig, ContainerInspect } from '../../../docker/container-types.ts';
import { isEngineError } from '../../../docker/errors.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { NetworkConfig } from '../../../docker/network-types.ts';
import { BackendError, type NetworkRequest, type Sandbox, type SandboxRequest } from '../backend.ts';
import { portBindings, portSet } from './create-config.ts';
import { wordsOf } from './engine-words.ts';
import { installationLabel, madeBy, rangesLabel, sandboxLabel } from './labels.ts';
import { makePauseImage } from './pause-image.ts';
import {
  foldRanges,
  type HostRanges,
  isWithin,
  type PublishedRange,
  rangesLabelOf,
  rangesOfLabel,
  singlePorts,
  takenPort,
} from './port-ranges.ts';
import { bindingsOf } from './snapshot.ts';

/** Networks and sandboxes on the engine. */
export class DockerNetworks {
  readonly #engine: EngineClient;
  readonly #installation: string;
  readonly #hostRanges: HostRanges;
  #image: Promise<string> | undefined;

  constructor(engine: EngineClient, installation: string, hostRanges: HostRanges) {
    this.#engine = engine;
    this.#installation = installation;
    this.#hostRanges = hostRanges;
  }

  /** The range of the network of that name, made if need be; `undefined` when another one uses the range. */
  async ensure(request: NetworkRequest, signal: AbortSignal): Promise<string | undefined> {
    try {
      const there = await this.#rangeOf(request.name, signal);
      if (there !== undefined) return there;
      await this.#engine.networks.create(networkConfig(request, this.#installation), { signal });
      return request.range;
    } catch (error) {
      if (isEngineError(error) && overlapping.test(error.message)) return undefined;
      // Made by a call of ours that was given up, but not by the engine.
      const there = isEngineError(error, 'conflict') ? await this.#rangeOf(request.name, signal) : undefined;
      if (there !== undefined) return there;
      throw worded(error);
    }
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    try {
      const { Labels: labels } = await this.#engine.networks.inspect(name, { signal });
      if (labels?.[installationLabel] === this.#installation)
        await this.#engine.networks.remove(name, { signal });
    } catch (error) {
      if (!isEngineError(error, 'not-found')) throw worded(error);
    }
  }

  async createSandbox(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    for (let attempt = 1; ; attempt += 1) {
      const ranges = await this.#hostRanges.choose(request.portRanges ?? []);
      try {
        return await this.#createWith(request, ranges, signal);
      } catch (error) {
        // Another program has taken one of them since: others may do.
        const { port } = takenPort(messageOf(error)) ?? {};
        const isOurs = port !== undefined && ranges.some((range) => isWithin(port, range));
        if (!isOurs || attempt === mostAttempts) throw error;
      }
    }
  }

  async #createWith(
    request: SandboxRequest,
    ranges: readonly PublishedRange[],
    signal: AbortSignal,
  ): Promise<Sandbox> {
    let made: string | undefined;
    try {
      const { Id } = await this.#create(request, ranges, signal);
      made = Id;
      await this.#engine.containers.start(Id, { signal });
      return sandboxOf(await this.#engine.containers.inspect(Id, { signal }));
    } catch (error) {
      // Without the caller's signal: it may be the very reason why we are here. Should the removal fail, or
      // the engine make the container all the same, then it is listed and nobody has it.
      if (made !== undefined) await this.#engine.containers.remove(made, { force: true }).catch(() => {});
      throw worded(error);
    }
  }

  async list(signal: AbortSignal): Promise<readonly Sandbox[]> {
    const { label } = madeBy(this.#installation);
    const filters = { label: [...(label ?? []), sandboxLabel] };
    try {
      const listed = await this.#engine.containers.list({ all: true, filters, signal });
      const sandboxes = await Promise.all(listed.map(({ Id }) => this.#inspect(Id, signal)));
      return sandboxes.filter((sandbox) => sandbox !== undefined);
    } catch (error) {
      throw worded(error);
    }
  }

  /** Only a sandbox that is not there is missing: from any other trouble nothing may be concluded. */
  async #inspect(id: string, signal: AbortSignal): Promise<Sandbox | undefined> {
    try {
      return sandboxOf(await this.#engine.containers.inspect(id, { signal }));
    } catch (error) {
      if (isEngineError(error, 'not-found')) return undefined;
      throw error;
    }
  }

  async #create(
    request: SandboxRequest,
    ranges: readonly PublishedRange[],
    signal: AbortSignal,
  ): Promise<{ readonly Id: string }> {
    const ports = [...request.ports, ...ranges.flatMap(singlePorts)];
    const create = async (): Promise<{ readonly Id: string }> =>
      this.#engine.containers.create(
        {
          Image: await this.#pauseImage(signal),
          Labels: {
            [installationLabel]: this.#installation,
            [sandboxLabel]: 'true',
            ...(ranges.length > 0 && { [rangesLabel]: rangesLabelOf(ranges) }),
          },
          ExposedPorts: portSet(ports),
          // As process 1 it would not hear a SIGTERM.
          StopSignal: 'SIGKILL',
          HostConfig: {
            NetworkMode: request.attachment?.network ?? 'none',
            IpcMode: 'shareable',
            ...(request.sharedMemory !== undefined && { ShmSize: request.sharedMemory }),
            PortBindings: portBindings(ports),
            Sysctls: request.sysctls,
            // What the sandbox's own process may use; it needs nothing.
            CapDrop: ['ALL'],
            ReadonlyRootfs: true,
            LogConfig: { Type: 'none' },
          },
          ...networking(request),
        },
        { name: request.engineName, signal },
      );
    try {
      return await create();
    } catch (error) {
      // Somebody has tidied up the engine's images since.
      if (!isEngineError(error, 'not-found') || !/image/i.test(error.message)) throw error;
      this.#image = undefined;
      return create();
    }
  }

  /** Shared by all who wait for it, so no single one's signal may end it. */
  #pauseImage(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const making = (this.#image ??= makePauseImage(this.#engine, AbortSignal.timeout(60_000)));
    making.catch(() => {
      if (this.#image === making) this.#image = undefined;
    });
    return making;
  }

  async #rangeOf(name: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      const { IPAM: ipam, Labels: labels } = await this.#engine.networks.inspect(name, { signal });
      const range = ipam.Config?.[0]?.Subnet;
      if (labels?.[installationLabel] === this.#installation && range !== undefined) return range;
      throw new BackendError('ContainerNetworkingError', `the network ${name} is there, and not ours`);
    } catch (error) {
      if (isEngineError(error, 'not-found')) return undefined;
      throw error;
    }
  }
}

const mostAttempts = 5;

/** Another network of the engine uses the range. */
const overlapping = /overlap|conflicts with network/i;

function worded(error: unknown): unknown {
  if (!isEngineError(error) || error.kind === 'aborted') return error;
  return new BackendError('ContainerNetworkingError', wordsOf(error), { cause: error });
}

function networkConfig(request: NetworkRequest, installation: string): NetworkConfig {
  const { name, range, gateway, dynamicRange } = request;
  return {
    Name: name,
    Driver: 'bridge',
    IPAM: { Config: [{ Subnet: range, IPRange: dynamicRange, Gateway: gateway }] },
    Labels: { [installationLabel]: installation },
  };
}

function networking({ attachment }: SandboxRequest): Pick<ContainerConfig, 'NetworkingConfig'> {
  if (attachment === undefined) return {};
  const { network, address } = attachment;
  return { NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } } };
}

function sandboxOf(inspected: ContainerInspect): Sandbox {
  const [endpoint] = Object.values(inspected.NetworkSettings.Networks ?? {});
  // One that has ended has no address any more; what it was made with is still its own.
  const address = endpoint?.IPAddress || (endpoint?.IPAMConfig?.IPv4Address ?? '');
  return {
    runtimeId: inspected.Id,
    engineName: inspected.Name.replace(/^\//, ''),
    running: inspected.State.Running,
    address,
    macAddress: endpoint?.MacAddress ?? '',
    bindings: foldRanges(
      bindingsOf(inspected.NetworkSettings.Ports),
      rangesOfLabel(inspected.Config.Labels?.[rangesLabel]),
    ),
  };
}
