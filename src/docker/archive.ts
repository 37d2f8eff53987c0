import type { Api } from './api.ts';
import type { CallOptions } from './calls.ts';
import { query } from './query.ts';
import type { BodySource } from './transport.ts';

export interface ArchiveCalls {
  /** The file or directory at `path` as a tar. Resolves when the engine has begun to send. */
  readonly getArchive: (id: string, path: string, options?: CallOptions) => Promise<AsyncIterable<Buffer>>;
  /** Unpacks a tar into the directory `path`, which must exist. Works on created containers too. */
  readonly putArchive: (id: string, path: string, tar: BodySource, options?: CallOptions) => Promise<void>;
}

export function archiveCalls(api: Api): ArchiveCalls {
  const pathOf = (id: string): string => `/containers/${encodeURIComponent(id)}/archive`;
  return {
    getArchive: async (id, path, options) => {
      const answer = await api.open({
        method: 'GET',
        path: pathOf(id),
        query: query({ path }),
        signal: options?.signal,
      });
      return answer.bytes;
    },
    putArchive: (id, path, tar, options) =>
      api.done({
        method: 'PUT',
        path: pathOf(id),
        query: query({ path, noOverwriteDirNonDir: true }),
        body: tar,
        signal: options?.signal,
      }),
  };
}
