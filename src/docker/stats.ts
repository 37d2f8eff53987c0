import { type Api, parseJson } from './api.ts';
import type { CallOptions } from './calls.ts';
import { lines } from './json-lines.ts';
import { query } from './query.ts';
import type { ContainerStats } from './stats-types.ts';
import { apiAtLeast } from './version.ts';

export interface StatsCalls {
  /** One sample at once, without the sample before it (`precpu_stats` is empty). */
  readonly stats: (id: string, options?: CallOptions) => Promise<ContainerStats>;
  /** A sample each second until the container is gone. Nothing is asked before the first item is. */
  readonly followStats: (id: string, options?: CallOptions) => AsyncIterable<ContainerStats>;
}

export function statsCalls(api: Api): StatsCalls {
  const pathOf = (id: string): string => `/containers/${encodeURIComponent(id)}/stats`;
  return {
    stats: async (id, options) => {
      // Below 1.41 the engine takes two samples, a second apart, and fills precpu_stats: slower, not wrong.
      const oneShot = apiAtLeast(await api.version(options?.signal), 41) ? true : undefined;
      return api.json({
        method: 'GET',
        path: pathOf(id),
        query: query({ stream: false, 'one-shot': oneShot }),
        signal: options?.signal,
      });
    },
    followStats: (id, options) => follow(api, pathOf(id), options?.signal),
  };
}

async function* follow(
  api: Api,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ContainerStats, void, undefined> {
  const answer = await api.open({ method: 'GET', path, query: query({ stream: true }), signal });
  for await (const line of lines(answer.bytes)) yield parseJson<ContainerStats>(line, `GET ${path}`);
}
