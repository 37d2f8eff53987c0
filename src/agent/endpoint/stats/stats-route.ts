import type { TaskRecord } from '../../model/task-record.ts';
import { engineIdOf } from '../documents/identity.ts';
import type { EndpointAnswer } from '../handler.ts';
import { missingContainer, missingTask } from '../metadata-route.ts';
import { json } from '../responses.ts';
import type { Route } from '../routes.ts';
import type { KnownContainer, TaskDirectory } from '../task-directory.ts';
import type { TaskStats } from './task-stats.ts';

export interface StatsParts {
  readonly directory: TaskDirectory;
  readonly stats: TaskStats;
}

type StatsRoute = Route & { readonly kind: 'container-stats' | 'task-stats' };

/** `/stats` and `/task/stats` of v3 and v4. */
export async function answerStats(
  { directory, stats }: StatsParts,
  { kind, version, id }: StatsRoute,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const known = directory.container(id);
  const whose = kind === 'task-stats' ? 'task' : 'container';
  const prefix = `${version.toUpperCase()} ${whose} stats handler`;
  const lookup = version === 'v4' ? 404 : 400;
  if (known === undefined) {
    return json(lookup, `${prefix}: unable to get task arn from request: ${missingTask(id)}`);
  }
  const withRates = version === 'v4';
  if (kind === 'task-stats') return json(200, await stats.task(known.task, withRates, signal));
  if (known.state.runtimeId === undefined) {
    return json(lookup, `${prefix}: unable to get container ID from request: ${missingContainer(id)}`);
  }
  return containerStats(stats, known, withRates, signal);
}

/** v2 and v3 share their answers, but for how a container is looked up. */
export async function answerV2Stats(
  stats: TaskStats,
  { record, known }: { readonly record: TaskRecord; readonly known?: KnownContainer },
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  if (known === undefined) return json(200, await stats.task(record, false, signal));
  return containerStats(stats, known, false, signal);
}

async function containerStats(
  stats: TaskStats,
  known: KnownContainer,
  isV4: boolean,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const document = await stats.container(known, isV4, signal);
  if (document !== undefined) return json(200, document);
  return json(isV4 ? 500 : 400, `Unable to get container stats for: ${engineIdOf(known)}`);
}
