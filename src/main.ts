import type { Log } from './kernel/log.ts';

export interface LongshoreOptions {
  /** Address to listen on; loopback unless the caller says otherwise. */
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  /** Where the database lies; absent: in memory, gone with the process. */
  readonly dataDirectory?: string;
  readonly backend: 'docker' | 'simulated';
  /** For requests that do not say (no SigV4 header). */
  readonly region: string;
  readonly accountId: string;
  readonly allowHosts: readonly string[];
  /** Milliseconds that the containers of a stopped task stay on the engine. */
  readonly cleanUpAfter: number;
  readonly version: string;
  readonly log: Log;
}

export interface EngineSummary {
  readonly name: string;
  readonly version?: string;
  readonly address: string;
  readonly reachable: boolean;
  readonly problem?: string;
}

/** A running Longshore. Disposing it is `stop`. */
export interface Longshore extends AsyncDisposable {
  /** `http://127.0.0.1:4566`, with the port that was really taken. */
  readonly endpoint: string;
  readonly engine: EngineSummary;
  readonly dataDirectory?: string;
  /**
   * Refuses new work, stops every task as StopTask would, removes all that was made on the engine and
   * closes. `onProgress` hears how many tasks are still stopping.
   */
  stop(onProgress?: (tasks: number) => void): Promise<void>;
  /** While `stop` waits: kill what still runs instead of waiting for it. */
  kill(): void;
}

/** The composition root: makes the parts and hands them to one another. Nothing else wires parts. */
export function startLongshore(_options: LongshoreOptions): Promise<Longshore> {
  return Promise.reject(new Error('not wired yet'));
}
