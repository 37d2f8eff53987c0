/** What binds all containers of a task together. */
export interface TaskLimits {
  /** CPUs, in fractions: the task's cpu units by 1024. Absent: no quota, and `shares` hold. */
  readonly cpus?: number;
  /** The sum of its containers' shares. */
  readonly shares: number;
  /** Bytes. */
  readonly memory?: number;
}

/**
 * The control groups of one installation's tasks: each task has one, named after it, which the engine is
 * told to make the task's containers in. What is known by name is found again after a crash.
 */
export interface TaskCgroups {
  /** Makes the task's group, or finds it, and sets its limits. Returns the engine's `CgroupParent`. */
  make(taskId: string, limits: TaskLimits): Promise<string>;
  /** Removes an empty group; `busy` while something is still in it. One that is not there is removed. */
  remove(taskId: string): Promise<'removed' | 'busy'>;
  /** The tasks of this installation that have a group. */
  list(): Promise<readonly string[]>;
  /** Removes what holds the groups, if it is empty. */
  leave(): Promise<void>;
}

/** The kernel's usual period of a quota, in microseconds; the agent's too. */
export const cpuPeriod = 100_000;
/** The kernel takes no smaller quota. */
const leastQuota = 1000;

/** Microseconds of CPU in each period. */
export const quotaOf = (cpus: number): number => Math.max(leastQuota, Math.round(cpus * cpuPeriod));

/** Shares (2–262144) as a weight (1–10000), as runc and systemd do it. */
export const weightOf = (shares: number): number =>
  1 + Math.floor(((Math.min(262_144, Math.max(2, shares)) - 2) * 9999) / 262_142);
