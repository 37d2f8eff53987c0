import { type Api, parseJson } from './api.ts';
import type { CallOptions } from './calls.ts';
import { query } from './query.ts';
import type { BodySource } from './transport.ts';

/** What stands at a path in a container; a link is not followed. */
export interface PathStat {
  readonly name: string;
  readonly size: number;
  /** Go's FileMode, not the kernel's: bit 31 marks a directory, bit 27 a symbolic link. */
  readonly mode: number;
  readonly linkTarget: string;
}

export interface ArchiveCalls {
  /** `not-found` where nothing is. Works on created containers too, and sees their volumes. */
  readonly stat: (id: string, path: string, options?: CallOptions) => Promise<PathStat>;
  /** The file or directory at `path` as a tar. Resolves when the engine has begun to send. */
  readonly getArchive: (id: string, path: string, options?: CallOptions) => Promise<AsyncIterable<Buffer>>;
  /** Unpacks a tar into the directory `path`, which must exist. Works on created containers too. */
  readonly putArchive: (id: string, path: string, tar: BodySource, options?: CallOptions) => Promise<void>;
}

export function archiveCalls(api: Api): ArchiveCalls {
  const pathOf = (id: string): string => `/containers/${encodeURIComponent(id)}/archive`;
  return {
    stat: async (id, path, options) => {
      const call = {
        method: 'HEAD',
        path: pathOf(id),
        query: query({ path }),
        signal: options?.signal,
      } as const;
      const answer = await api.open(call);
      answer.discard();
      const encoded = answer.header('x-docker-container-path-stat') ?? '';
      return parseJson(Buffer.from(encoded, 'base64').toString(), `HEAD ${call.path}`);
    },
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
