import type { EngineClient } from '../../../docker/client.ts';
import type { ContainerConfig, ContainerInspect } from '../../../docker/container-types.ts';
import { isEngineError } from '../../../docker/errors.ts';
import { BackendError, type NetworkRequest, type Sandbox, type SandboxRequest } from '../backend.ts';
import { portBindings, portSet } from './create-config.ts';
import { wordsOf } from './ensure-image.ts';
import { installationLabel, madeBy, sandboxLabel } from './labels.ts';
import { makePauseImage } from './pause-image.ts';
import { bindingsOf } from './snapshot.ts';

/** Networks and sandboxes on the engine. */
export class DockerNetworks {
  readonly #engine: EngineClient;
  readonly #installation: string;
  #image: Promise<string> | undefined;

  constructor(engine: EngineClient, installation: string) {
    this.#engine = engine;
    this.#installation = installation;
  }

  async ensure({ name, range }: NetworkRequest, signal: AbortSignal): Promise<'ready' | 'overlaps'> {
    const there = await this.#rangeOf(name, signal);
    if (there !== undefined) return there === range ? 'ready' : 'overlaps';
    try {
      await this.#engine.networks.create(
        {
          Name: name,
          Driver: 'bridge',
          IPAM: { Config: [{ Subnet: range }] },
          Labels: { [installationLabel]: this.#installation },
        },
        { signal },
      );
      return 'ready';
    } catch (error) {
      if (!isEngineError(error)) throw error;
      if (/overlap|conflicts with|already (?:in use|being used)|is being used/i.test(error.message))
        return 'overlaps';
      throw new BackendError('ContainerNetworkingError', wordsOf(error), { cause: error });
    }
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    try {
      const { Labels: labels } = await this.#engine.networks.inspect(name, { signal });
      if (labels?.[installationLabel] === this.#installation)
        await this.#engine.networks.remove(name, { signal });
    } catch (error) {
      if (!isEngineError(error, 'not-found')) throw error;
    }
  }

  async createSandbox(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    let made: string | undefined;
    try {
      const { Id } = await this.#create(request, signal);
      made = Id;
      await this.#engine.containers.start(Id, { signal });
      return sandboxOf(await this.#engine.containers.inspect(Id, { signal }));
    } catch (error) {
      // Without the caller's signal: it may be the very reason why we are here.
      if (made !== undefined) await this.#engine.containers.remove(made, { force: true }).catch(() => {});
      if (!isEngineError(error) || error.kind === 'aborted') throw error;
      throw new BackendError('ContainerNetworkingError', wordsOf(error), { cause: error });
    }
  }

  async list(signal: AbortSignal): Promise<readonly Sandbox[]> {
    const { label } = madeBy(this.#installation);
    const filters = { label: [...(label ?? []), sandboxLabel] };
    const listed = await this.#engine.containers.list({ all: true, filters, signal });
    const inspected = await Promise.all(
      listed.map(({ Id }) => this.#engine.containers.inspect(Id, { signal }).catch(() => undefined)),
    );
    return inspected.flatMap((each) => (each === undefined ? [] : [sandboxOf(each)]));
  }

  async #create(request: SandboxRequest, signal: AbortSignal): Promise<{ readonly Id: string }> {
    const create = async (): Promise<{ readonly Id: string }> =>
      this.#engine.containers.create(
        {
          Image: await this.#pauseImage(signal),
          Labels: { [installationLabel]: this.#installation, [sandboxLabel]: 'true' },
          ExposedPorts: portSet(request.ports),
          // As process 1 it would not hear a SIGTERM.
          StopSignal: 'SIGKILL',
          HostConfig: {
            NetworkMode: request.attachment?.network ?? 'none',
            IpcMode: 'shareable',
            PortBindings: portBindings(request.ports),
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
      const { IPAM: ipam } = await this.#engine.networks.inspect(name, { signal });
      return ipam.Config?.[0]?.Subnet ?? '';
    } catch (error) {
      if (isEngineError(error, 'not-found')) return undefined;
      throw error;
    }
  }
}

function networking({ attachment }: SandboxRequest): Pick<ContainerConfig, 'NetworkingConfig'> {
  if (attachment === undefined) return {};
  const { network, address } = attachment;
  return { NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } } };
}

function sandboxOf(inspected: ContainerInspect): Sandbox {
  const [endpoint] = Object.values(inspected.NetworkSettings.Networks ?? {});
  return {
    runtimeId: inspected.Id,
    address: endpoint?.IPAddress ?? '',
    macAddress: endpoint?.MacAddress ?? '',
    bindings: bindingsOf(inspected.NetworkSettings.Ports),
  };
}
