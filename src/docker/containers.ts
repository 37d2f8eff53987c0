import type { Api } from './api.ts';
import { type Attachment, type AttachOptions, attach } from './attach.ts';
import { type ArchiveCalls, archiveCalls } from './archive.ts';
import { type CallOptions, pathOf } from './calls.ts';
import { type CreateOptions, createContainer } from './create-container.ts';
import type { ContainerConfig, ContainerInspect, ContainerSummary, Resources } from './container-types.ts';
import { isEngineError, protocolError } from './errors.ts';
import { type LogChunk, type LogOptions, followLogs } from './logs.ts';
import { type LogsToEndOptions, logsToEnd } from './logs-to-end.ts';
import { type Filters, filterText, query } from './query.ts';
import { type StatsCalls, statsCalls } from './stats.ts';

export interface WaitResult {
  readonly exitCode: number;
  /** The engine's trouble with waiting, not the container's. */
  readonly error?: string | undefined;
}

/** `unchanged`: the container was already started, or already stopped. */
export type Change = 'changed' | 'unchanged';

export interface Containers extends ArchiveCalls, StatsCalls {
  readonly create: (
    config: ContainerConfig,
    options?: CreateOptions,
  ) => Promise<{ readonly Id: string; readonly Warnings: readonly string[] | null }>;
  /** A command that does not exist throws `bad-request` and leaves exit code 127 in the state. */
  readonly start: (id: string, options?: CallOptions) => Promise<Change>;
  /** Stop signal, then SIGKILL after `timeoutSeconds` (the container's own stop timeout if absent). */
  readonly stop: (
    id: string,
    options?: CallOptions & { readonly timeoutSeconds?: number | undefined },
  ) => Promise<Change>;
  /** `conflict` if it is not running. */
  readonly kill: (
    id: string,
    options?: CallOptions & { readonly signalName?: string | undefined },
  ) => Promise<void>;
  readonly inspect: (id: string, options?: CallOptions) => Promise<ContainerInspect>;
  readonly list: (
    options?: CallOptions & { readonly all?: boolean; readonly filters?: Filters },
  ) => Promise<readonly ContainerSummary[]>;
  readonly remove: (
    id: string,
    options?: CallOptions & { readonly force?: boolean; readonly volumes?: boolean },
  ) => Promise<void>;
  readonly wait: (
    id: string,
    options?: CallOptions & { readonly condition?: 'not-running' | 'next-exit' | 'removed' },
  ) => Promise<WaitResult>;
  readonly update: (id: string, resources: Resources, options?: CallOptions) => Promise<void>;
  readonly pause: (id: string, options?: CallOptions) => Promise<void>;
  readonly unpause: (id: string, options?: CallOptions) => Promise<void>;
  /** Nothing is asked of the engine before the first item is. */
  readonly logs: (id: string, options: LogOptions) => AsyncIterable<LogChunk>;
  /** Follows until it stops, with times, and misses no last line: see `logs-to-end.ts`. */
  readonly logsToEnd: (id: string, options: LogsToEndOptions) => AsyncIterable<LogChunk>;
  readonly attach: (id: string, options: AttachOptions) => Promise<Attachment>;
}

export function containerCalls(api: Api): Containers {
  const post = (path: string, values: Parameters<typeof query>[0], options?: CallOptions): Promise<void> =>
    api.done({ method: 'POST', path, query: query(values), signal: options?.signal });
  return {
    ...archiveCalls(api),
    ...statsCalls(api),
    create: (config, options) => createContainer(api, config, options ?? {}),
    start: (id, options) => changed(post(`${pathOf(id)}/start`, {}, options)),
    stop: (id, options) => changed(post(`${pathOf(id)}/stop`, { t: options?.timeoutSeconds }, options)),
    kill: (id, options) => post(`${pathOf(id)}/kill`, { signal: options?.signalName }, options),
    pause: (id, options) => post(`${pathOf(id)}/pause`, {}, options),
    unpause: (id, options) => post(`${pathOf(id)}/unpause`, {}, options),
    inspect: (id, options) =>
      api.json({ method: 'GET', path: `${pathOf(id)}/json`, signal: options?.signal }),
    list: (options = {}) =>
      api.json({
        method: 'GET',
        path: '/containers/json',
        query: query({ all: options.all, filters: filterText(options.filters) }),
        signal: options.signal,
      }),
    remove: (id, options = {}) =>
      api.done({
        method: 'DELETE',
        path: pathOf(id),
        query: query({ force: options.force, v: options.volumes }),
        signal: options.signal,
      }),
    wait: async (id, options = {}) => {
      const path = `${pathOf(id)}/wait`;
      const answer = await api.json<{ StatusCode?: number; Error?: { Message?: string } | null }>({
        method: 'POST',
        path,
        query: query({ condition: options.condition }),
        signal: options.signal,
      });
      if (answer.StatusCode === undefined)
        throw protocolError(`POST ${path}`, 'the answer has no StatusCode');
      return { exitCode: answer.StatusCode, error: answer.Error?.Message };
    },
    update: async (id, resources, options) => {
      await api.json({
        method: 'POST',
        path: `${pathOf(id)}/update`,
        json: resources,
        signal: options?.signal,
      });
    },
    logs: (id, options) => followLogs(api, id, options),
    logsToEnd: (id, options) => logsToEnd((each) => followLogs(api, id, each), options),
    attach: (id, options) => attach(api, id, options),
  };
}

async function changed(call: Promise<void>): Promise<Change> {
  try {
    await call;
    return 'changed';
  } catch (error) {
    if (isEngineError(error, 'not-modified')) return 'unchanged';
    throw error;
  }
}
