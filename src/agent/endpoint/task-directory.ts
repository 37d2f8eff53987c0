import type { Table } from '../../store/table.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { ContainerState, RoleGrant, RoleKind, TaskRecord } from '../model/task-record.ts';

/** One container with all that is known of it. */
export interface KnownContainer {
  readonly task: TaskRecord;
  readonly plan: ContainerPlan;
  readonly state: ContainerState;
}

export interface KnownGrant {
  readonly task: TaskRecord;
  readonly kind: RoleKind;
  readonly grant: RoleGrant;
}

/** Finds a task by the ids that its containers were told. Follows the tasks table: a question is no query. */
export class TaskDirectory implements Disposable {
  readonly #tasks: Table<TaskRecord>;
  readonly #containers = new Map<string, { readonly arn: string; readonly name: string }>();
  readonly #grants = new Map<string, { readonly arn: string; readonly kind: RoleKind }>();
  /** The ids of each task, to forget them with it. */
  readonly #idsOf = new Map<string, readonly string[]>();
  readonly #alive = new Set<string>();
  readonly #subscription: Disposable;

  constructor(tasks: Table<TaskRecord>) {
    this.#tasks = tasks;
    for (const task of tasks.select()) this.#heard(task);
    this.#subscription = tasks.onChange(({ key, row }) => {
      if (row === undefined) this.#forget(String(key[0]));
      else this.#heard(row);
    });
  }

  task(arn: string): TaskRecord | undefined {
    return this.#tasks.get(arn);
  }

  container(endpointId: string): KnownContainer | undefined {
    const found = this.#containers.get(endpointId);
    const task = found && this.#tasks.get(found.arn);
    return task && found && containerNamed(task, found.name);
  }

  /** Of a task that has not stopped: its credentials end with it. */
  grant(credentialsId: string): KnownGrant | undefined {
    const found = this.#grants.get(credentialsId);
    const task = found && this.#tasks.get(found.arn);
    const grant = found && task?.roles?.[found.kind];
    if (task === undefined || grant === undefined || task.lastStatus === 'STOPPED') return undefined;
    return { task, kind: found?.kind ?? 'task', grant };
  }

  /** Whether there is a container that the engine has made and not yet told to run. */
  isAnyStarting(): boolean {
    return [...this.#alive].some(
      (arn) => this.#tasks.get(arn)?.containers.some(({ known }) => known === 'CREATED') === true,
    );
  }

  /** Calls `listener` after each change of any task. */
  onChange(listener: () => void): Disposable {
    return this.#tasks.onChange(listener);
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #heard(task: TaskRecord): void {
    if (!this.#idsOf.has(task.arn)) this.#learn(task);
    if (task.lastStatus === 'STOPPED') this.#alive.delete(task.arn);
    else this.#alive.add(task.arn);
  }

  #learn({ arn, containers, roles }: TaskRecord): void {
    const ids: string[] = [];
    for (const { name, endpointId } of containers) {
      if (endpointId === undefined) continue;
      this.#containers.set(endpointId, { arn, name });
      ids.push(endpointId);
    }
    for (const kind of ['task', 'execution'] as const) {
      const grant = roles?.[kind];
      if (grant === undefined) continue;
      this.#grants.set(grant.credentialsId, { arn, kind });
      ids.push(grant.credentialsId);
    }
    this.#idsOf.set(arn, ids);
  }

  #forget(arn: string): void {
    for (const id of this.#idsOf.get(arn) ?? []) {
      this.#containers.delete(id);
      this.#grants.delete(id);
    }
    this.#idsOf.delete(arn);
    this.#alive.delete(arn);
  }
}

export function containerNamed(task: TaskRecord, name: string): KnownContainer | undefined {
  const plan = task.plan.containers.find((candidate) => candidate.name === name);
  const state = task.containers.find((candidate) => candidate.name === name);
  return plan && state && { task, plan, state };
}

/** All of a task's containers, in the order of the task definition. */
export const containersOf = (task: TaskRecord): KnownContainer[] =>
  task.plan.containers.flatMap(({ name }) => containerNamed(task, name) ?? []);
