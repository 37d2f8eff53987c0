import { gunzipSync } from 'node:zlib';

import type { Attachment } from '../../../docker/attach.ts';
import type { EngineClient } from '../../../docker/client.ts';
import type { ContainerConfig } from '../../../docker/container-types.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { NetworkConfig, NetworkInspect } from '../../../docker/network-types.ts';
import { BackendError } from '../backend.ts';
import {
  type LinkLocalHost,
  type LinkLocalNetwork,
  type RelayProcess,
  linkLocalAddress,
  linkLocalPorts,
  linkLocalRange,
} from '../link-local-host.ts';
import { wordsOf } from './engine-words.ts';
import { installationLabel, linkLocalLabel, madeBy } from './labels.ts';
import { type Architecture, makeProgramImage } from './program-image.ts';
import { type RemovalParts, removeContainer } from './removal.ts';
import { relayPrograms } from './relay-program.gen.ts';

/** What a relay may take to end by itself, in milliseconds, before it is ended; and to be gone then. */
const longestEnd = 3000;
const longestRemoval = 30_000;

export class DockerLinkLocal implements LinkLocalHost {
  readonly #engine: EngineClient;
  readonly #removal: RemovalParts;
  readonly #installation: string;

  constructor(parts: RemovalParts, installation: string) {
    this.#engine = parts.engine;
    this.#removal = parts;
    this.#installation = installation;
  }

  async ensureNetwork(signal: AbortSignal): Promise<LinkLocalNetwork> {
    try {
      const there = await this.#find(signal);
      if (there !== undefined) return there;
      const id = await this.#engine.networks.create(this.#config(), { signal });
      return { interfaceName: interfaceOf(id), isOwn: true };
    } catch (error) {
      throw worded(error);
    }
  }

  async clear(signal: AbortSignal): Promise<void> {
    try {
      await this.#removeRelays(signal);
      const filters = this.#own();
      for (const { Id } of await this.#engine.networks.list({ filters, signal }))
        await this.#engine.networks.remove(Id, { signal });
    } catch (error) {
      if (!isEngineError(error, 'not-found')) throw worded(error);
    }
  }

  async startRelay(role: 'redirect' | 'carry', signal: AbortSignal): Promise<RelayProcess> {
    try {
      await this.#removeRelays(signal);
      const config = await this.#relayConfig(role, signal);
      const name = this.#name();
      const { Id: id } = await this.#engine.containers.create(config, { name, signal });
      return await this.#begin(id, signal);
    } catch (error) {
      throw worded(error);
    }
  }

  async #begin(id: string, signal: AbortSignal): Promise<RelayProcess> {
    let attached: Attachment | undefined;
    try {
      attached = await this.#engine.containers.attach(id, { tty: false, stdin: true, signal });
      await this.#engine.containers.start(id, { signal });
      return this.#process(id, attached);
    } catch (error) {
      attached?.[Symbol.dispose]();
      await this.#engine.containers.remove(id, { force: true }).catch(() => {});
      throw error;
    }
  }

  #process(id: string, attached: Attachment): RelayProcess {
    const { connection, output } = attached;
    return {
      output: bytesOf(output),
      write: (bytes) => void connection.write(bytes),
      [Symbol.asyncDispose]: async () => {
        const signal = AbortSignal.timeout(longestEnd);
        const gone = this.#engine.containers.wait(id, { condition: 'removed', signal }).catch(() => {});
        connection.end();
        await gone;
        connection.destroy();
        await removeContainer(this.#removal, id, AbortSignal.timeout(longestRemoval));
      },
    };
  }

  /** One that has ended removes itself; one that was never started does not. */
  async #removeRelays(signal: AbortSignal): Promise<void> {
    const filters = this.#own();
    const left = await this.#engine.containers.list({ all: true, filters, signal });
    await Promise.all(left.map(({ Id }) => removeContainer(this.#removal, Id, signal)));
  }

  /** Any network that has the address will do: the address is the machine's, whoever made it. */
  async #find(signal: AbortSignal): Promise<LinkLocalNetwork | undefined> {
    const bridges = await this.#engine.networks.list({ filters: { driver: ['bridge'] }, signal });
    const holder = bridges.find(({ IPAM: { Config: pools } }) =>
      pools?.some(({ Gateway: gateway }) => gateway === linkLocalAddress),
    );
    if (holder === undefined) return undefined;
    const isOwn = holder.Labels?.[installationLabel] === this.#installation;
    return { interfaceName: nameOf(holder), isOwn };
  }

  #own(): Record<string, readonly string[]> {
    return { label: [...(madeBy(this.#installation)['label'] ?? []), linkLocalLabel] };
  }

  /** Of the network, and of the relay: containers have names of their own. */
  #name(): string {
    return `longshore-${this.#installation}-link-local`;
  }

  #config(): NetworkConfig {
    return {
      Name: this.#name(),
      Driver: 'bridge',
      // Nobody joins it; were somebody to, he would reach nobody else.
      Internal: true,
      IPAM: { Config: [{ Subnet: linkLocalRange, Gateway: linkLocalAddress }] },
      Options: { 'com.docker.network.bridge.enable_icc': 'false' },
      Labels: { [installationLabel]: this.#installation, [linkLocalLabel]: 'true' },
    };
  }

  async #relayConfig(role: 'redirect' | 'carry', signal: AbortSignal): Promise<ContainerConfig> {
    const image = { name: 'relay', program: relayProgram };
    return {
      Image: await makeProgramImage(this.#engine, image, signal),
      Cmd: [role, linkLocalAddress, String(linkLocalPorts.open), String(linkLocalPorts.target)],
      Labels: { [installationLabel]: this.#installation, [linkLocalLabel]: 'true' },
      // Its input ends with our connection, however that ends, and it with its input.
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      // As process 1 it would not hear a SIGTERM.
      StopSignal: 'SIGKILL',
      HostConfig: {
        AutoRemove: true,
        NetworkMode: 'host',
        UsernsMode: 'host',
        CapDrop: ['ALL'],
        CapAdd: ['NET_ADMIN'],
        ReadonlyRootfs: true,
        LogConfig: { Type: 'none' },
      },
    };
  }
}

export const relayProgram = (architecture: Architecture): Buffer =>
  gunzipSync(Buffer.from(relayPrograms[architecture], 'base64'));

const nameOf = ({ Id, Options: options }: NetworkInspect): string =>
  options?.['com.docker.network.bridge.name'] ?? interfaceOf(Id);

const interfaceOf = (id: string): string => `br-${id.slice(0, 12)}`;

async function* bytesOf(output: Attachment['output']): AsyncGenerator<Uint8Array> {
  for await (const { stream, bytes } of output) if (stream === 'stdout') yield bytes;
}

function worded(error: unknown): unknown {
  if (!isEngineError(error) || error.kind === 'aborted') return error;
  return new BackendError('ContainerNetworkingError', wordsOf(error), { cause: error });
}
