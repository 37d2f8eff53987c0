import type { Ids } from '../../kernel/ids.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { Hook } from './hook.ts';
import { type FetchedTask, fetchTask } from './secrets/fetch-task.ts';
import type { Sources } from './secrets/sources.ts';

/** Shorter values stand in texts by chance; to take them out would garble the text and hide nothing. */
const shortestConcealed = 4;

/**
 * Secret values, files of environment variables and registry logins. They are fetched once for a task,
 * before anything is pulled for it, and never again while it lives: a container that is made later gets the
 * values of then. They are held in memory only, so a Longshore that was restarted fetches them anew for what
 * has not been made yet.
 */
export function secretsHook(parts: { readonly sources: Sources; readonly ids: Ids }): Hook {
  const held = new Map<string, Promise<FetchedTask>>();
  const fetched = (task: TaskRecord, signal: AbortSignal): Promise<FetchedTask> => {
    const standing = held.get(task.arn);
    if (standing !== undefined) return standing;
    const fetching = fetchTask(parts, task, signal);
    held.set(task.arn, fetching);
    // What could not be had may be there when it is asked for again.
    void fetching.catch(() => held.get(task.arn) === fetching && held.delete(task.arn));
    return fetching;
  };
  const forget = (task: TaskRecord): Promise<void> => {
    held.delete(task.arn);
    return Promise.resolve();
  };
  return {
    name: 'secrets',
    /** Fargate tells before it has given the task a network; on an instance, it is part of starting. */
    async provision(task, signal) {
      if (task.request.launchType === 'FARGATE' && needsAny(task)) await fetched(task, signal);
      return {};
    },
    async login(task, container, signal) {
      return needsAny(task) ? (await fetched(task, signal)).of(container).login : undefined;
    },
    async prepare(task, container, signal) {
      if (!needs(container)) return undefined;
      const { secrets, logOptions, fileVariables } = (await fetched(task, signal)).of(container);
      return {
        environment: secrets,
        environmentBelow: fileVariables,
        ...(container.logSecrets === undefined ? {} : { logOptions }),
      };
    },
    /** An engine may quote the option of a log driver, or a variable, that it does not like. */
    async conceal(task, text, signal) {
      if (!needsAny(task)) return text;
      const { values } = await fetched(task, signal).catch(() => ({ values: [] }));
      return values
        .filter((value) => value.length >= shortestConcealed)
        .reduce((concealed, value) => concealed.replaceAll(value, '****'), text);
    },
    deprovision: forget,
    clean: forget,
  };
}

const needsAny = (task: TaskRecord): boolean => task.plan.containers.some(needs);

const needs = ({ secrets, logSecrets, environmentFiles, registrySecret }: ContainerPlan): boolean =>
  [secrets, logSecrets, environmentFiles, registrySecret].some((needed) => needed !== undefined);
