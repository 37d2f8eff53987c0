import { type Backend, BackendError } from '../backends/backend.ts';
import type { TaskLimits } from '../cgroups/task-cgroups.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import { cpuShares } from '../model/cpu-shares.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';

const MiB = 1024 * 1024;

/**
 * The cpu and memory of the task as a whole, which bind all of its containers together. Where the engine
 * cannot bind them, each container gets at most the task's limits as its own, and people are told.
 */
export function taskLimitsHook(backend: Backend, tell: (task: TaskRecord, notice: string) => void): Hook {
  return {
    name: 'task-limits',
    async prepare(task, container, signal) {
      const limits = limitsOf(task);
      if (limits === undefined) return undefined;
      refuseMore(task, container);
      const binding = await backend.bindTask(task.id, limits, signal);
      if (binding.kind === 'bound') return { cgroupParent: binding.parent };
      tell(task, noticeOf(binding.why));
      return { limits: ownLimits(container, limits, binding.cpus) };
    },
    async clean(task, signal) {
      if (limitsOf(task) !== undefined) await backend.unbindTask(task.id, signal);
    },
  };
}

export function limitsOf({ plan }: TaskRecord): TaskLimits | undefined {
  const { cpu, memory } = plan;
  if (cpu === undefined && memory === undefined) return undefined;
  return {
    shares: plan.containers.reduce((sum, { resources }) => sum + cpuShares(resources.cpu), 0),
    ...(cpu === undefined ? {} : { cpus: cpu / 1024 }),
    ...(memory === undefined ? {} : { memory: memory * MiB }),
  };
}

/** Registration has seen to it, but an override may say otherwise. The words are the agent's. */
function refuseMore({ arn, plan }: TaskRecord, { resources }: ContainerPlan): void {
  if (plan.memory === undefined || resources.memory === undefined) return;
  if (resources.memory <= plan.memory * MiB) return;
  const [own, whole] = [resources.memory / MiB, plan.memory];
  throw new BackendError(
    'ResourceInitializationError',
    `resource cannot be initialized for task ${arn}: task memory spec builder: ` +
      `container memory limit(${own}) greater than task memory limit(${whole})`,
  );
}

/** `cpus`: what the engine has; it refuses a limit above that. */
function ownLimits(
  { resources }: ContainerPlan,
  task: TaskLimits,
  cpus: number,
): { readonly memory?: number; readonly nanoCpus?: number } {
  const memory = Math.min(resources.memory ?? Infinity, task.memory ?? Infinity);
  return {
    ...(memory === Infinity ? {} : { memory }),
    ...(task.cpus === undefined ? {} : { nanoCpus: Math.round(Math.min(task.cpus, cpus) * 1e9) }),
  };
}

const noticeOf = (why: string): string =>
  `the limits of the task as a whole (cpu, memory) cannot be enforced here, because ${why}; ` +
  'each container has them as limits of its own';
