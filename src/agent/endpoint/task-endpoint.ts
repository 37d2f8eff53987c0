import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { Table } from '../../store/table.ts';
import type { Backend } from '../backends/backend.ts';
import type { MetadataHookParts } from '../hooks/metadata.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { CredentialSource } from './credentials/credential-source.ts';
import { TaskCredentials } from './credentials/task-credentials.ts';
import { endpointHandler } from './endpoint.ts';
import { NetworkFaults } from './faults/network-faults.ts';
import { runProgram } from '../run-program.ts';
import { TaskFaults } from './faults/task-faults.ts';
import type { EndpointHandler } from './handler.ts';
import type { TaskProtection } from './protection/task-protection.ts';
import { TaskStats } from './stats/task-stats.ts';
import type { TagSource } from './tags.ts';
import { TaskDirectory } from './task-directory.ts';

/** The network on which containers reach 169.254.170.2. */
export interface LinkLocal {
  /** Whether the task's containers are on it. */
  readonly isReachable: (task: TaskRecord) => boolean;
  /** ARN of the task that has the address; `undefined` for an address that no task has. */
  readonly taskAt: (source: string) => string | undefined;
}

export interface TaskEndpointOptions {
  readonly protection: TaskProtection;
  readonly tags: TagSource;
  /** Absent: nobody makes sessions, and tasks with a role are not told where to ask for them. */
  readonly credentials?: CredentialSource;
  /** Absent: containers cannot reach the endpoint, and are not told of it. */
  readonly linkLocal?: LinkLocal;
  /** Where a task that reaches the link-local network finds AWS's API as Longshore serves it. */
  readonly apiEndpoint?: string;
  /** `false`: tasks are not told of it. */
  readonly injectEndpoint?: boolean;
}

export interface TaskEndpointParts extends TaskEndpointOptions {
  readonly tasks: Table<TaskRecord>;
  readonly backend: Backend;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Of the default VPC; `undefined` before it has one. */
  readonly vpcRange: () => string | undefined;
}

/** All that stands behind 169.254.170.2: what containers are told of it, and what it answers them. */
export class TaskEndpoint implements MetadataHookParts, Disposable {
  readonly handler: EndpointHandler;
  readonly isReachable: (task: TaskRecord) => boolean;
  readonly endpointFor: (task: TaskRecord) => string | undefined;
  readonly givesCredentials: boolean;
  readonly #directory: TaskDirectory;
  readonly #stats: TaskStats;
  readonly #credentials: TaskCredentials | undefined;
  readonly #log: Log;

  constructor(parts: TaskEndpointParts) {
    const { credentials, linkLocal, clock, backend, log } = parts;
    this.#log = log;
    this.#directory = new TaskDirectory(parts.tasks);
    this.#stats = new TaskStats(backend, clock);
    this.#credentials = credentials && new TaskCredentials(credentials, clock);
    this.givesCredentials = credentials !== undefined;
    this.isReachable = (task) => linkLocal?.isReachable(task) ?? false;
    const { injectEndpoint = true } = parts;
    this.endpointFor = (task) => (injectEndpoint && this.isReachable(task) ? parts.apiEndpoint : undefined);
    this.handler = endpointHandler({
      ...parts,
      directory: this.#directory,
      stats: this.#stats,
      credentials: this.#credentials,
      faults: new TaskFaults({
        directory: this.#directory,
        injector: new NetworkFaults({ backend, run: runProgram }),
        clock,
        log,
      }),
      taskAt: (source) => linkLocal?.taskAt(source),
    });
  }

  revoke = async (task: TaskRecord): Promise<void> => {
    await this.#credentials?.revoke(task);
  };

  /** Its credentials end with it. */
  stopped(task: TaskRecord): void {
    this.revoke(task).catch((error: unknown) => {
      this.#log.warn({ err: error, task: task.id }, 'credentials were not revoked; it is tried again');
    });
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
    this.#stats[Symbol.dispose]();
  }
}
