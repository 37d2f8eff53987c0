import type { OutputRequest, TaskOutput } from '../agent/logs/task-output.ts';
import type { TaskEvent } from '../agent/watch.ts';
import type { EventDocument } from '../services/events/model/event.ts';

/** What `GET /_longshore/health` answers. */
export interface Health {
  /** `degraded`: the control plane answers, but the engine cannot be reached, so no task can start. */
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly engine: {
    readonly name: string;
    readonly version?: string;
    readonly reachable: boolean;
    /** The socket or URL that is tried. */
    readonly address: string;
    /** Why it cannot be reached. */
    readonly problem?: string;
  };
  /** How tasks find the agent at 169.254.170.2; `none` for now, and why; `off` because it was not wished. */
  readonly linkLocal:
    | { readonly way: 'bind' | 'relay' | 'off' }
    | { readonly way: 'none'; readonly problem: string };
  /** Whether policies decide what calls may do, and how many they have denied since the start. */
  readonly iam: { readonly mode: 'off' } | { readonly mode: 'soft' | 'strict'; readonly denials: number };
  /** Whether rules of security groups hold between tasks, or why not. */
  readonly securityGroups:
    | { readonly enforced: true }
    | { readonly enforced: false; readonly problem: string };
  /** How many tasks there are, over all accounts and regions. */
  readonly tasks: {
    readonly pending: number;
    readonly running: number;
    readonly stopping: number;
  };
  readonly uptimeSeconds: number;
}

/** What the gateway's own routes under `/_longshore` need of the rest of the house. */
export interface AdminPort {
  health(): Promise<Health>;
  /**
   * What happens to a task from now on, its present state first. `undefined`: there is no such task.
   * Ends after the `end` event, or when `signal` is aborted.
   */
  watch(taskArn: string, signal: AbortSignal): AsyncIterable<TaskEvent> | undefined;
  /** What the containers of a task, named by its id or ARN, have written. */
  output(
    task: string,
    request: OutputRequest,
    signal: AbortSignal,
  ): TaskOutput | 'no such task' | 'no such container';
  /** Kills all containers of a task at once, without their stop time-outs. False: there is no such task. */
  kill(taskArn: string): boolean;
  /**
   * Events of all buses after number `after`, one per line of the answer; with `follow`, also those to come.
   * Without `after`, all that are kept, or with `follow` those to come only. `problem`: why `pattern` is no event
   * pattern.
   */
  events(query: EventsQuery, signal: AbortSignal): AsyncIterable<ToldEvent> | { readonly problem: string };
  /** Names of the services that keep something. */
  readonly services: readonly string[];
  /** Returns to the state after start. Resolves to how many rows went, by service and table. */
  reset(
    request: ResetRequest,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  /** All that is kept, without what opens something. */
  stored(request: ResetRequest): Stored;
}

/** What `POST /_longshore/reset` and `GET /_longshore/state` mean; an absent member leaves that open. */
export interface ResetRequest {
  /** Signing name: `ecs`. */
  readonly service?: string;
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
}

/** Rows by service and table. */
export type Stored = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

export interface EventsQuery {
  readonly after?: number;
  readonly follow: boolean;
  /** JSON: only events that match it. */
  readonly pattern?: string;
}

/** An event as it is told to who looks on. */
export interface ToldEvent {
  /** The cursor: ask for what is `after` it. */
  readonly seq: number;
  readonly bus: string;
  readonly event: EventDocument;
}
