import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { createEngineClient, type EngineClient } from '../../src/docker/client.ts';
import { findEngine } from '../../src/docker/connect.ts';
import { hostView } from '../../src/docker/host-view.ts';
import type { ContainerConfig } from '../../src/docker/container-types.ts';

/** The engine that Longshore uses, spoken to by the same client, without Longshore. */
export interface BenchEngine extends AsyncDisposable {
  readonly client: EngineClient;
  /** What the engine was told when it made this container: creating it again gives an equal one. */
  readonly configOf: (id: string) => Promise<ContainerConfig>;
  readonly create: (config: ContainerConfig) => Promise<string>;
  /** `docker run -d` with these arguments, by Docker's own command line. */
  readonly dockerRun: (args: readonly string[]) => Promise<string>;
  readonly remove: (id: string) => Promise<void>;
}

/** Disposing it removes every container that was made through it. */
export async function openBenchEngine(): Promise<BenchEngine> {
  const client = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
  const label = { 'longshore.bench': randomUUID() };
  const made = new Set<string>();
  await client.system.ping();
  const remove = async (id: string): Promise<void> => {
    await client.containers.remove(id, { force: true, volumes: true });
    made.delete(id);
  };
  return {
    client,
    configOf: async (id) => {
      // The answer holds more than our types name; sent back whole it makes the same container.
      const { Config: config, HostConfig } = await client.containers.inspect(id);
      const { Hostname: _, ...rest } = config as ContainerConfig;
      return { ...rest, Labels: label, HostConfig };
    },
    create: async (config) => {
      const { Id } = await client.containers.create({ ...config, Labels: { ...config.Labels, ...label } });
      made.add(Id);
      return Id;
    },
    dockerRun: async (args) => {
      const [[name, value] = []] = Object.entries(label);
      const { stdout } = await promisify(execFile)('docker', [
        'run',
        '-d',
        '--label',
        `${name}=${value}`,
        ...args,
      ]);
      const id = stdout.trim();
      made.add(id);
      return id;
    },
    remove,
    async [Symbol.asyncDispose]() {
      await Promise.all([...made].map(remove));
      await client[Symbol.asyncDispose]();
    },
  };
}
