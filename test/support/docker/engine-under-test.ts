import { randomBytes } from 'node:crypto';
import { createEngineClient, type EngineClient } from '../../../src/docker/client.ts';
import type { ContainerConfig } from '../../../src/docker/container-types.ts';
import type { EngineEndpoint } from '../../../src/docker/endpoint.ts';
import { isEngineError } from '../../../src/docker/errors.ts';
import type { NetworkConfig } from '../../../src/docker/network-types.ts';
import { busyboxImage, ensureBusyboxImage } from './busybox-image.ts';

/** Carried, with the id of the run, by all that a test makes in an engine. */
export const testLabel = 'longshore.test';

/** What removes itself at the end of an `await using`. */
export interface Disposed extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
}

/** A real engine with the test image, and ways to make things in it that go away again. */
export interface EngineUnderTest extends AsyncDisposable {
  readonly client: EngineClient;
  /** For `label` filters: `longshore.test=<run id>`. */
  readonly label: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly container: (
    config: Omit<ContainerConfig, 'Image'> & { readonly Image?: string },
  ) => Promise<Disposed>;
  readonly network: (config?: Omit<NetworkConfig, 'Name'>) => Promise<Disposed>;
  readonly volume: () => Promise<Disposed>;
}

export async function openEngineUnderTest(endpoint: EngineEndpoint): Promise<EngineUnderTest> {
  const client = createEngineClient({ endpoint });
  await ensureBusyboxImage(client);
  const run = randomBytes(4).toString('hex');
  const labels = { [testLabel]: run };
  let count = 0;
  const nextName = (): string => `longshore-test-${run}-${(count += 1)}`;
  return {
    client,
    label: `${testLabel}=${run}`,
    labels,
    container: async (config) => {
      const name = nextName();
      const all = { Image: busyboxImage, ...config, Labels: { ...config.Labels, ...labels } };
      const { Id } = await client.containers.create(all, { name });
      const remove = (): Promise<void> => client.containers.remove(Id, { force: true, volumes: true });
      return { id: Id, name, [Symbol.asyncDispose]: () => unlessGone(remove()) };
    },
    network: async (config) => {
      const name = nextName();
      const id = await client.networks.create({ ...config, Name: name, Labels: labels });
      return { id, name, [Symbol.asyncDispose]: () => unlessGone(client.networks.remove(id)) };
    },
    volume: async () => {
      const name = nextName();
      await client.volumes.create({ Name: name, Labels: labels });
      return { id: name, name, [Symbol.asyncDispose]: () => unlessGone(client.volumes.remove(name)) };
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

async function unlessGone(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
  }
}
