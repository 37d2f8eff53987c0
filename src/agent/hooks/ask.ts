import type { RegistryLogin } from '../backends/backend.ts';
import type { Observation } from '../machine/observation.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';

/** The login of the first hook that has one. */
export async function loginFor(
  hooks: readonly Hook[],
  task: TaskRecord,
  container: ContainerPlan,
  signal: AbortSignal,
): Promise<RegistryLogin | undefined> {
  for (const hook of hooks) {
    const login = await hook.login?.(task, container, signal);
    if (login !== undefined) return login;
  }
  return undefined;
}

/** An engine's words for a failure may quote what it was told, secrets too. */
export async function concealed(
  hooks: readonly Hook[],
  task: TaskRecord,
  observation: Observation,
  signal: AbortSignal,
): Promise<Observation> {
  if (observation.kind !== 'failed' && observation.kind !== 'stage-failed') return observation;
  // Our own words, and nothing was fetched that could be in them.
  if (observation.error.name === 'ResourceInitializationError') return observation;
  let { message } = observation.error;
  for (const hook of hooks) message = (await hook.conceal?.(task, message, signal)) ?? message;
  return { ...observation, error: { ...observation.error, message } };
}
