import type { RegistryLogin } from '../backends/backend.ts';
import type { ContainerPlan, MountPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';

/** What a hook adds to a container before it is made. Later hooks win over earlier ones. */
export interface ContainerAddition {
  /** The sandbox whose namespaces the container joins. */
  readonly sandbox?: string;
  readonly cgroupParent?: string;
  /** In place of the plan's own: bytes, and billionths of a CPU. */
  readonly limits?: { readonly memory?: number; readonly nanoCpus?: number };
  /** Wins over what the task definition says. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Each is given only where none of its names has a value from anywhere else. */
  readonly fallbacks?: readonly Readonly<Record<string, string>>[];
  /** Variables that the plan's own win over. */
  readonly environmentBelow?: Readonly<Record<string, string>>;
  /** Beside those of the plan. */
  readonly mounts?: readonly MountPlan[];
  /** Options of the log driver, over the plan's own. */
  readonly logOptions?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What provisioning has found out that belongs into the task's record. */
export type Provision = Pick<TaskRecord, 'networkInterface' | 'sandboxId' | 'sandboxName'>;

/**
 * One concern around the containers of a task (network, volumes, secrets, logs, …), in one ordered
 * list (`hooks/index.ts`).
 *
 *   provision ─▶ (per container: login ─▶ pull ─▶ prepare ─▶ create ─▶ ready ─▶ start) ─▶ activate ─▶ … ─▶ deactivate
 *             ─▶ (containers stop) ─▶ deprovision ─▶ STOPPED ─▶ … ─▶ clean
 *
 * A hook returns values and never reaches into the actor. Every method is idempotent, because after a
 * crash it is called again. `deactivate`, `deprovision` and `clean` run in reverse order of the list;
 * `clean` undoes everything that the hook made, also when `provision` never ran or did not finish.
 */
export interface Hook {
  readonly name: string;
  provision?(task: TaskRecord, signal: AbortSignal): Promise<Provision>;
  /** Who asks the registry of the container's image, where the task says so. */
  login?(task: TaskRecord, container: ContainerPlan, signal: AbortSignal): Promise<RegistryLogin | undefined>;
  prepare?(
    task: TaskRecord,
    container: ContainerPlan,
    signal: AbortSignal,
  ): Promise<ContainerAddition | undefined>;
  /** What must hold before anything of the task's own runs, and may come about while its containers are made. */
  ready?(task: TaskRecord, signal: AbortSignal): Promise<void>;
  /** Takes out of an error's text what nobody is to see; asked before the text goes into the record. */
  conceal?(task: TaskRecord, text: string, signal: AbortSignal): Promise<string>;
  activate?(task: TaskRecord, signal: AbortSignal): Promise<void>;
  deactivate?(task: TaskRecord, signal: AbortSignal): Promise<void>;
  deprovision?(task: TaskRecord, signal: AbortSignal): Promise<void>;
  clean?(task: TaskRecord, signal: AbortSignal): Promise<void>;
}

/** How long one part of a task's life took. */
export interface TraceEntry {
  readonly task: string;
  readonly container?: string;
  readonly step: string;
  readonly ms: number;
}
