import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { VolumeInspect } from '../../../docker/volumes.ts';
import { backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { SnapshotPlan, VolumePlan } from '../../model/task-plan.ts';
import { BackendError, type ContainerOwner } from '../backend.ts';
import { wordsOf } from './engine-words.ts';
import { fileSystemLabel, firelensLabel, installationLabel, ownerLabels, snapshotLabel } from './labels.ts';
import { directoryOptions, makeDirectory } from './volumes-file-system.ts';
import { removeOpeners } from './volumes-opener.ts';
import { copySnapshot } from './volumes-snapshot.ts';

/**
 * Makes a task's own volume, or finds or makes a shared one. A shared volume is nobody's: it carries no
 * installation and outlives the task, as on ECS.
 */
export async function createVolume(
  engine: EngineClient,
  installation: string,
  volume: VolumePlan,
  owner: ContainerOwner,
  signal: AbortSignal,
): Promise<void> {
  const { snapshot } = volume;
  if (snapshot === undefined && volume.scope === 'shared') {
    if ((await find(engine, volume.engineName, signal)) !== undefined) return;
  }
  if (snapshot !== undefined) await checkSnapshot(engine, snapshot, signal);
  if (volume.scope === 'shared' && !volume.autoprovision) {
    throw new BackendError(
      'CannotCreateVolumeError',
      `initialize volume: volume detection failed, volume '${volume.name}' does not exist and autoprovision is set to false`,
    );
  }
  const marks = volume.scope === 'task' ? ownerLabels(installation, owner) : {};
  try {
    await make(engine, installation, volume, marks, signal);
    if (snapshot !== undefined) {
      const { engineName } = volume;
      await copySnapshot(engine, { installation, snapshot: snapshot.volume, engineName }, signal);
    }
  } catch (error) {
    if (!isEngineError(error) || error.kind === 'aborted') throw error;
    throw new BackendError('CannotCreateVolumeError', wordsOf(error), { cause: error });
  }
}

/** EC2's words, and what a person can do about it here. */
async function checkSnapshot(
  engine: EngineClient,
  { id, volume }: SnapshotPlan,
  signal: AbortSignal,
): Promise<void> {
  if ((await find(engine, volume, signal)) !== undefined) return;
  throw new BackendError(
    'CannotCreateVolumeError',
    `InvalidSnapshot.NotFound: The snapshot '${id}' does not exist. ` +
      `(The engine has no volume ${volume}, which would stand for it.)`,
  );
}

async function make(
  engine: EngineClient,
  installation: string,
  volume: VolumePlan,
  marks: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const { engineName, fileSystem } = volume;
  const copyOf: Record<string, string> =
    volume.snapshot === undefined ? {} : { [snapshotLabel]: volume.snapshot.id };
  const standsFor: Record<string, string> =
    fileSystem === undefined ? {} : { [fileSystemLabel]: fileSystem.id };
  const config = {
    Name: engineName,
    Driver: volume.driver,
    DriverOpts: volume.options,
    Labels: { ...volume.labels, ...copyOf, ...standsFor, ...marks },
  };
  if (fileSystem === undefined || fileSystem.volume === engineName) {
    await engine.volumes.create(config, { signal });
    return;
  }
  const whole =
    (await find(engine, fileSystem.volume, signal)) ??
    (await engine.volumes.create(
      { Name: fileSystem.volume, Driver: 'local', Labels: standsFor },
      { signal },
    ));
  await engine.volumes.create(
    { ...config, DriverOpts: directoryOptions(whole, fileSystem.path) },
    { signal },
  );
  // After the volume: it is what a crash leaves, and by it `removeVolume` knows what else to look for.
  await makeDirectory(engine, { installation, fileSystem, engineName }, signal);
}

/** For how long the engine may count a volume as in use by a container that it does not list any more. */
const mostRemovals = 6;
const firstPauseMs = 100;
const longestPauseMs = 1600;

/** Removes a volume that this installation made; one that is not there, or not ours, is left alone. */
export async function removeVolume(
  { engine, clock }: { readonly engine: EngineClient; readonly clock: Clock },
  installation: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await find(engine, name, signal);
  if (found?.Labels?.[installationLabel] !== installation) return;
  const { Labels: labels } = found;
  if ([fileSystemLabel, snapshotLabel, firelensLabel].some((label) => label in labels))
    await removeOpeners(engine, name, signal);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await engine.volumes.remove(name, { signal });
      return;
    } catch (error) {
      if (isEngineError(error, 'not-found')) return;
      if (!isEngineError(error, 'conflict') || attempt === mostRemovals) throw error;
    }
    await clock.sleep(backoff(attempt, firstPauseMs, longestPauseMs), signal);
  }
}

async function find(
  engine: EngineClient,
  name: string,
  signal: AbortSignal,
): Promise<VolumeInspect | undefined> {
  try {
    return await engine.volumes.inspect(name, { signal });
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}
