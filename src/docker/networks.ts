import type { Api } from './api.ts';
import type { CallOptions } from './calls.ts';
import type { EndpointConfig, NetworkConfig, NetworkInspect } from './network-types.ts';
import { type Filters, filterText, query } from './query.ts';
import { apiAtLeast } from './version.ts';

export interface Networks {
  /** Returns the id. `conflict` if the name is taken. */
  readonly create: (config: NetworkConfig, options?: CallOptions) => Promise<string>;
  readonly inspect: (name: string, options?: CallOptions) => Promise<NetworkInspect>;
  readonly list: (
    options?: CallOptions & { readonly filters?: Filters },
  ) => Promise<readonly NetworkInspect[]>;
  readonly connect: (
    network: string,
    container: string,
    options?: CallOptions & { readonly endpoint?: EndpointConfig },
  ) => Promise<void>;
  readonly disconnect: (
    network: string,
    container: string,
    options?: CallOptions & { readonly force?: boolean },
  ) => Promise<void>;
  readonly remove: (name: string, options?: CallOptions) => Promise<void>;
}

export function networkCalls(api: Api): Networks {
  const pathOf = (name: string): string => `/networks/${encodeURIComponent(name)}`;
  return {
    create: async (config, options) => {
      const { signal } = options ?? {};
      // From 1.44 names are always unique; before, two networks could share one unless this is set.
      const unique = apiAtLeast(await api.version(signal), 44) ? {} : { CheckDuplicate: true };
      const json = { ...config, ...unique };
      return (await api.json<{ Id: string }>({ method: 'POST', path: '/networks/create', json, signal })).Id;
    },
    inspect: (name, options) => api.json({ method: 'GET', path: pathOf(name), signal: options?.signal }),
    list: (options = {}) =>
      api.json({
        method: 'GET',
        path: '/networks',
        query: query({ filters: filterText(options.filters) }),
        signal: options.signal,
      }),
    connect: (network, container, options = {}) =>
      api.done({
        method: 'POST',
        path: `${pathOf(network)}/connect`,
        json: { Container: container, EndpointConfig: options.endpoint },
        signal: options.signal,
      }),
    disconnect: (network, container, options = {}) =>
      api.done({
        method: 'POST',
        path: `${pathOf(network)}/disconnect`,
        json: { Container: container, Force: options.force ?? false },
        signal: options.signal,
      }),
    remove: (name, options) => api.done({ method: 'DELETE', path: pathOf(name), signal: options?.signal }),
  };
}
