import type { Api } from './api.ts';
import type { CallOptions } from './calls.ts';
import { type Filters, filterText, query } from './query.ts';

export interface VolumeConfig {
  /** A random name if absent. */
  readonly Name?: string;
  /** Default `local`. */
  readonly Driver?: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

export interface VolumeInspect {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly CreatedAt?: string;
  readonly Scope: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
}

export interface Volumes {
  /** Docker hands back an existing volume of that name and driver as it is, labels and options unread. */
  readonly create: (config: VolumeConfig, options?: CallOptions) => Promise<VolumeInspect>;
  readonly inspect: (name: string, options?: CallOptions) => Promise<VolumeInspect>;
  readonly list: (
    options?: CallOptions & { readonly filters?: Filters },
  ) => Promise<readonly VolumeInspect[]>;
  /** `conflict` while a container uses it. */
  readonly remove: (name: string, options?: CallOptions & { readonly force?: boolean }) => Promise<void>;
}

export function volumeCalls(api: Api): Volumes {
  const pathOf = (name: string): string => `/volumes/${encodeURIComponent(name)}`;
  return {
    create: (config, options) =>
      api.json({ method: 'POST', path: '/volumes/create', json: config, signal: options?.signal }),
    inspect: (name, options) => api.json({ method: 'GET', path: pathOf(name), signal: options?.signal }),
    list: async (options = {}) => {
      const answer = await api.json<{ readonly Volumes: readonly VolumeInspect[] | null }>({
        method: 'GET',
        path: '/volumes',
        query: query({ filters: filterText(options.filters) }),
        signal: options.signal,
      });
      return answer.Volumes ?? [];
    },
    remove: (name, options = {}) =>
      api.done({
        method: 'DELETE',
        path: pathOf(name),
        query: query({ force: options.force }),
        signal: options.signal,
      }),
  };
}
