import type { Api } from './api.ts';
import { type Attachment, attachment } from './attach.ts';
import type { CallOptions } from './calls.ts';
import { query } from './query.ts';

export interface ExecConfig {
  readonly Cmd: readonly string[];
  readonly AttachStdin?: boolean;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
  readonly Tty?: boolean;
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Privileged?: boolean;
}

export interface ExecInspect {
  readonly ID: string;
  readonly ContainerID: string;
  readonly Running: boolean;
  /** Null until it has ended; a command that cannot be started gives 126 or 127. */
  readonly ExitCode: number | null;
  readonly Pid: number;
}

export interface Execs {
  /** Returns the exec's id. `conflict` if the container is not running. */
  readonly create: (containerId: string, config: ExecConfig, options?: CallOptions) => Promise<string>;
  /** Starts it attached. `tty` must say what it was created with. */
  readonly start: (id: string, options: CallOptions & { readonly tty: boolean }) => Promise<Attachment>;
  /** Starts it and lets it run; the engine keeps no output. */
  readonly startDetached: (id: string, options?: CallOptions) => Promise<void>;
  /** Only once it was started with a TTY. */
  readonly resize: (
    id: string,
    size: { readonly columns: number; readonly rows: number },
    options?: CallOptions,
  ) => Promise<void>;
  readonly inspect: (id: string, options?: CallOptions) => Promise<ExecInspect>;
}

export function execCalls(api: Api): Execs {
  const pathOf = (id: string): string => `/exec/${encodeURIComponent(id)}`;
  return {
    create: async (containerId, config, options) => {
      const path = `/containers/${encodeURIComponent(containerId)}/exec`;
      const { signal } = options ?? {};
      return (await api.json<{ Id: string }>({ method: 'POST', path, json: config, signal })).Id;
    },
    start: async (id, { tty, signal }) => {
      const path = `${pathOf(id)}/start`;
      const json = { Detach: false, Tty: tty };
      const connection = await api.hijack({ method: 'POST', path, json, signal });
      return attachment(api, connection, `POST ${path}`, tty, signal);
    },
    startDetached: (id, options) =>
      api.done({
        method: 'POST',
        path: `${pathOf(id)}/start`,
        json: { Detach: true },
        signal: options?.signal,
      }),
    resize: (id, size, options) =>
      api.done({
        method: 'POST',
        path: `${pathOf(id)}/resize`,
        query: query({ h: size.rows, w: size.columns }),
        signal: options?.signal,
      }),
    inspect: (id, options) =>
      api.json({ method: 'GET', path: `${pathOf(id)}/json`, signal: options?.signal }),
  };
}
