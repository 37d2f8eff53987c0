import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import { backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { withDeadline } from '../../../kernel/deadline.ts';
import { madeBy } from './labels.ts';
import { TaskGroups } from './task-groups.ts';
import { removeVolume } from './volumes.ts';

export interface RemovalParts {
  readonly engine: EngineClient;
  readonly clock: Clock;
}

/** How often a removal is asked for that somebody else has begun, and how long each is waited for. */
const mostRemovals = 3;
const longestRemovalMs = 30_000;

/**
 * Removes a container, and resolves when it is gone: also when somebody else had begun to remove it, for
 * until that is done the engine counts its volumes as in use.
 */
export async function removeContainer(
  { engine, clock }: RemovalParts,
  runtimeId: string,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await engine.containers.remove(runtimeId, { force: true, volumes: true, signal });
      return;
    } catch (error) {
      if (isEngineError(error, 'not-found')) return;
      // The engine's only conflict with a removal by force: one that is already in progress.
      if (!isEngineError(error, 'conflict') || attempt === mostRemovals) throw error;
    }
    await withDeadline(clock, longestRemovalMs, signal, (inner) => untilRemoved(engine, runtimeId, inner));
  }
}

async function untilRemoved(engine: EngineClient, runtimeId: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.containers.wait(runtimeId, { condition: 'removed', signal });
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
  }
}

/** So many looks in a row find nothing, over 7.5 seconds, before an installation counts as removed. */
const looksInVain = 5;
const firstPauseMs = 500;
const longestPauseMs = 4000;

/**
 * Removes all that an installation has left whose process has ended. What that process had asked for last
 * the engine may still be making, and lists it only when it is done; so one look in vain proves nothing.
 */
export async function removeInstallation(
  parts: RemovalParts,
  installation: string,
  signal: AbortSignal,
): Promise<void> {
  for (let inVain = 0; ;) {
    inVain = (await removeListed(parts, installation, signal)) ? 0 : inVain + 1;
    if (inVain === looksInVain) break;
    await parts.clock.sleep(backoff(inVain + 1, firstPauseMs, longestPauseMs), signal);
  }
  await new TaskGroups(parts.engine, parts.clock, installation).unbindAll(signal);
}

/** Says whether there was anything to remove. */
async function removeListed(
  parts: RemovalParts,
  installation: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { engine } = parts;
  const filters = madeBy(installation);
  const containers = await engine.containers.list({ all: true, filters, signal });
  await Promise.all(containers.map(({ Id }) => removeContainer(parts, Id, signal)));
  const volumes = await engine.volumes.list({ filters, signal });
  await Promise.all(volumes.map(({ Name }) => removeVolume(parts, installation, Name, signal)));
  const networks = await engine.networks.list({ filters, signal });
  await Promise.all(networks.map(({ Id }) => removeNetwork(engine, Id, signal)));
  return containers.length + volumes.length + networks.length > 0;
}

async function removeNetwork(engine: EngineClient, id: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.networks.remove(id, { signal });
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
  }
}
