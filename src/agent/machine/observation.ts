import type { ContainerSnapshot } from '../backends/backend.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Stage, StopCode } from '../model/status.ts';

/** An error with one of the agent's names, as it will stand in `reason`: `name: message`. */
export interface NamedError {
  readonly name: string;
  readonly message: string;
}

/** Everything that can happen to a task, as the machine is told of it. */
export type Observation =
  /**
   * Longshore (re)started, or the task is new: nothing is in flight, and these are all the containers
   * that the engine has of it. One observation, so that nothing is asked for that has already been done.
   */
  | {
      readonly kind: 'adopted';
      readonly containers: readonly ContainerSnapshot[];
      /** The record names a sandbox, and it does not run any more. */
      readonly sandboxEnded?: boolean;
    }
  /** The container that holds the task's namespaces has ended, or was removed. */
  | { readonly kind: 'sandbox-ended'; readonly runtimeId: string }
  | { readonly kind: 'pulling'; readonly container: string }
  | {
      readonly kind: 'pulled';
      readonly container: string;
      readonly imageId: string;
      readonly imageDigest?: string;
      /** Whether a pull took place, successful or not. */
      readonly pulled: boolean;
    }
  | { readonly kind: 'created'; readonly container: string; readonly runtimeId: string }
  /** What the engine says of a container, from a start, a stop, an event or a relist. */
  | { readonly kind: 'seen'; readonly snapshot: ContainerSnapshot }
  /** A container that had been made is no longer there. Without its id: the one that the record names. */
  | { readonly kind: 'vanished'; readonly container: string; readonly runtimeId?: string }
  | {
      readonly kind: 'failed';
      readonly container: string;
      readonly effect: 'pull' | 'create' | 'start' | 'stop';
      readonly error: NamedError;
      /** Of a pull: whether one took place. */
      readonly pulled?: boolean;
      /** The task cannot go on without the container, even if it is not essential. */
      readonly endsTask?: boolean;
      /** The task's own reason then, where the agent has one. */
      readonly taskReason?: string;
      /** Of a start: it may succeed with a container made anew. */
      readonly remake?: boolean;
    }
  | {
      readonly kind: 'stage-done';
      readonly stage: Stage;
      /** What provisioning has found out. */
      readonly found?: Pick<TaskRecord, 'networkInterface' | 'sandboxId' | 'sandboxName'>;
    }
  | {
      readonly kind: 'stage-failed';
      readonly stage: Stage;
      readonly error: NamedError;
      /** As of a container. */
      readonly taskReason?: string;
    }
  /** The record's desired status was changed by someone else (StopTask, a scheduler). */
  | { readonly kind: 'desired-changed' }
  | { readonly kind: 'kill-requested' }
  /** Time has passed. */
  | { readonly kind: 'tick' };

/** What the actor is to do. Each ends in an observation. */
export type Effect =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'pull'; readonly container: string }
  | { readonly kind: 'create'; readonly container: string }
  | { readonly kind: 'start'; readonly container: string }
  | { readonly kind: 'stop'; readonly container: string; readonly graceSeconds: number }
  /** Give up what is in flight for a container that is no longer wanted. */
  | { readonly kind: 'cancel'; readonly container: string };

export interface StopRequest {
  readonly code: StopCode;
  readonly reason: string;
}
