import type { NetworkBinding } from './model/task-record.ts';

/** A container as a watcher sees it change. */
export interface WatchedContainer {
  readonly name: string;
  readonly essential: boolean;
  readonly lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  readonly healthStatus?: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY';
  readonly exitCode?: number;
  readonly reason?: string;
  readonly networkBindings: readonly NetworkBinding[];
}

/**
 * What happens to one task, for somebody who looks on. Times (`at`) are milliseconds since the epoch.
 * `end` comes once, last: the task is STOPPED and every line of its containers has been given.
 */
export type TaskEvent =
  | {
      readonly kind: 'task';
      readonly at: number;
      readonly lastStatus: string;
      readonly desiredStatus: string;
      readonly version: number;
      readonly stopCode?: string;
      readonly stoppedReason?: string;
      readonly containers: readonly WatchedContainer[];
    }
  | {
      readonly kind: 'pull';
      readonly at: number;
      readonly container: string;
      readonly image: string;
      readonly status: string;
      /** Bytes. */
      readonly current: number;
      readonly total: number;
    }
  | {
      readonly kind: 'log';
      readonly container: string;
      readonly stream: 'stdout' | 'stderr';
      /** RFC 3339 with nanoseconds. */
      readonly time: string;
      readonly text: string;
    }
  /** Something that a person should know, such as a log driver whose output cannot be followed. */
  | { readonly kind: 'notice'; readonly at: number; readonly container?: string; readonly text: string }
  | { readonly kind: 'end'; readonly at: number };
