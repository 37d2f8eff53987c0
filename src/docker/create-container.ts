import type { Api } from './api.ts';
import type { CallOptions } from './calls.ts';
import type { ContainerConfig } from './container-types.ts';
import { EngineError } from './errors.ts';
import { query } from './query.ts';
import { apiAtLeast, formatApi } from './version.ts';

interface Created {
  readonly Id: string;
  readonly Warnings: readonly string[] | null;
}

export interface CreateOptions extends CallOptions {
  readonly name?: string | undefined;
  /** `linux/arm64`; the engine refuses if the image is for another. Needs API 1.41. */
  readonly platform?: string | undefined;
}

/**
 * Creates a container. Engines below API 1.44 take one network at creation: there the network that
 * `NetworkMode` names goes into the call and the others are connected before this returns. If that fails
 * the container is removed again, so the caller sees all or nothing.
 */
export async function createContainer(
  api: Api,
  config: ContainerConfig,
  options: CreateOptions,
): Promise<Created> {
  const version = await api.version(options.signal);
  if (options.platform !== undefined && !apiAtLeast(version, 41)) {
    throw new EngineError({
      kind: 'bad-request',
      message: `a platform (${options.platform}) needs Engine API 1.41; this engine speaks ${formatApi(version)}`,
      call: 'POST /containers/create',
    });
  }
  const { first, others } = apiAtLeast(version, 44) ? { first: config, others: [] } : oneNetwork(config);
  const created = await api.json<Created>({
    method: 'POST',
    path: '/containers/create',
    query: query({ name: options.name, platform: options.platform }),
    json: first,
    signal: options.signal,
  });
  try {
    for (const [network, EndpointConfig] of others) {
      await api.done({
        method: 'POST',
        path: `/networks/${encodeURIComponent(network)}/connect`,
        json: { Container: created.Id, EndpointConfig },
        signal: options.signal,
      });
    }
  } catch (error) {
    // Without the caller's signal: it may be the very reason why we are here.
    await api.done({
      method: 'DELETE',
      path: `/containers/${created.Id}`,
      query: query({ force: true, v: true }),
    });
    throw error;
  }
  return created;
}

function oneNetwork(config: ContainerConfig): {
  first: ContainerConfig;
  others: readonly (readonly [string, object])[];
} {
  const endpoints = Object.entries(config.NetworkingConfig?.EndpointsConfig ?? {});
  if (endpoints.length < 2) return { first: config, others: [] };
  const mode = config.HostConfig?.NetworkMode;
  const main = endpoints.find(([name]) => name === mode) ?? endpoints[0];
  const others = endpoints.filter((entry) => entry !== main);
  const EndpointsConfig = Object.fromEntries(main === undefined ? [] : [main]);
  return { first: { ...config, NetworkingConfig: { EndpointsConfig } }, others };
}
