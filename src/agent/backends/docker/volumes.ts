import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { VolumeInspect } from '../../../docker/volumes.ts';
import type { VolumePlan } from '../../model/task-plan.ts';
import { BackendError, type ContainerOwner } from '../backend.ts';
import { wordsOf } from './ensure-image.ts';
import { installationLabel, ownerLabels } from './labels.ts';

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
  if (volume.scope === 'shared' && (await find(engine, volume.engineName, signal)) !== undefined) return;
  if (volume.scope === 'shared' && !volume.autoprovision) {
    throw new BackendError(
      'CannotCreateVolumeError',
      `initialize volume: volume detection failed, volume '${volume.name}' does not exist and autoprovision is set to false`,
    );
  }
  const marks = volume.scope === 'task' ? ownerLabels(installation, owner) : {};
  const config = {
    Name: volume.engineName,
    Driver: volume.driver,
    DriverOpts: volume.options,
    Labels: { ...volume.labels, ...marks },
  };
  try {
    await engine.volumes.create(config, { signal });
  } catch (error) {
    if (!isEngineError(error) || error.kind === 'aborted') throw error;
    throw new BackendError('CannotCreateVolumeError', wordsOf(error), { cause: error });
  }
}

/** Removes a volume that this installation made; one that is not there, or not ours, is left alone. */
export async function removeVolume(
  engine: EngineClient,
  installation: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const found = await find(engine, name, signal);
  if (found?.Labels?.[installationLabel] !== installation) return;
  try {
    await engine.volumes.remove(name, { signal });
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
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
