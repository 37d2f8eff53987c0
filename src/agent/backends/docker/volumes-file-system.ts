import { PassThrough } from 'node:stream';

import { pack } from 'tar-stream';

import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { VolumeInspect } from '../../../docker/volumes.ts';
import type { FileSystemPlan } from '../../model/task-plan.ts';
import { BackendError } from '../backend.ts';
import { mountPoint, openVolume } from './volumes-opener.ts';

/*
 * One directory of a volume, as a volume of its own. Engines before 26 cannot mount a part of a volume, so
 * a second one is made whose local driver binds the directory. The directory is made through the engine too
 * (`volumes-opener.ts`).
 */

/** Kinds of mounts of the local driver whose `device` is a path to which a directory can be added. */
const extensible = new Set(['none', 'nfs', 'nfs4', 'cifs']);

/** Driver options of a local volume that shows `path` of the volume `whole`. */
export function directoryOptions(whole: VolumeInspect, path: string): Record<string, string> {
  const options = whole.Options ?? {};
  const { device, type = 'none' } = options;
  if (whole.Driver === 'local' && Object.keys(options).length === 0)
    return { type: 'none', o: 'bind', device: `${whole.Mountpoint}${path}` };
  // Somebody has made it to stand for the file system: a bound folder, an NFS export.
  if (whole.Driver === 'local' && device !== undefined && extensible.has(type))
    return { ...options, device: `${device.replace(/\/$/, '')}${path}` };
  throw new BackendError(
    'CannotCreateVolumeError',
    `the volume ${whole.Name} cannot be mounted at its directory ${path}: its driver is ${whole.Driver}, its type ${type}`,
  );
}

export interface DirectoryRequest {
  readonly installation: string;
  readonly fileSystem: FileSystemPlan;
  /** Of the task's volume. */
  readonly engineName: string;
}

/**
 * Makes the directory where it is missing, for everybody to write. On AWS a task whose rootDirectory is not
 * there fails; there, somebody has made it, for the right user, by means that there are not here. The file
 * system itself begins to exist here with its first use, and so do its directories.
 */
export async function makeDirectory(
  engine: EngineClient,
  request: DirectoryRequest,
  signal: AbortSignal,
): Promise<void> {
  const { fileSystem, ...task } = request;
  const { Id: opener } = await openVolume(engine, { ...task, volume: fileSystem.volume }, signal);
  try {
    const missing = await missingDirectories(engine, opener, fileSystem, signal);
    if (missing.length === 0) return;
    const tar = pack();
    for (const name of missing) tar.entry({ name, type: 'directory', mode: 0o777 });
    tar.finalize();
    await engine.containers.putArchive(opener, mountPoint, tar.pipe(new PassThrough()), { signal });
  } finally {
    // Without the caller's signal: it may be the very reason why we are here.
    await engine.containers.remove(opener, { force: true });
  }
}

/** Go's mark of a directory in a file mode. */
const directoryBit = 2 ** 31;

/** From the top down, relative to the volume. A link would lead out of the volume once it is bound. */
async function missingDirectories(
  engine: EngineClient,
  opener: string,
  { volume, path }: FileSystemPlan,
  signal: AbortSignal,
): Promise<string[]> {
  const names = path.split('/').filter((name) => name !== '');
  const directories = names.map((_, depth) => names.slice(0, depth + 1).join('/'));
  for (const [depth, directory] of directories.entries()) {
    try {
      const { mode } = await engine.containers.stat(opener, `${mountPoint}/${directory}`, { signal });
      if (mode >= directoryBit) continue;
    } catch (error) {
      if (isEngineError(error, 'not-found')) return directories.slice(depth);
      throw error;
    }
    throw new BackendError(
      'CannotCreateVolumeError',
      `failed to mount ${path} of the volume ${volume}: /${directory} is not a directory`,
    );
  }
  return [];
}
