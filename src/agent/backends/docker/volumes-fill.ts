import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import type { EngineClient } from '../../../docker/client.ts';
import { BackendError, type VolumeEntry } from '../backend.ts';
import { mountPoint, openVolume, removeOpeners } from './volumes-opener.ts';

export interface FillRequest {
  readonly installation: string;
  readonly engineName: string;
  readonly entries: readonly VolumeEntry[];
}

export async function fillVolume(
  engine: EngineClient,
  { installation, engineName, entries }: FillRequest,
  signal: AbortSignal,
): Promise<void> {
  // One that was killed in the midst of it may have left its own.
  await removeOpeners(engine, engineName, signal);
  const { Id: opener } = await openVolume(engine, { installation, engineName, volume: engineName }, signal);
  try {
    const tar = pack();
    for (const { name, content } of entries) {
      if (content === undefined) tar.entry({ name, type: 'directory', mode: 0o777 });
      else tar.entry({ name, mode: 0o644 }, Buffer.from(content));
    }
    tar.finalize();
    await engine.containers.putArchive(opener, mountPoint, tar.pipe(new PassThrough()), { signal });
  } finally {
    // Without the caller's signal: it may be the very reason why we are here.
    await engine.containers.remove(opener, { force: true });
  }
}

/** Resolves with a path on the engine's own machine, wherever that is. */
export async function volumePath(
  engine: EngineClient,
  engineName: string,
  signal: AbortSignal,
): Promise<string> {
  const { Mountpoint: path } = await engine.volumes.inspect(engineName, { signal });
  if (path.startsWith('/')) return path;
  throw new BackendError(
    'CannotCreateVolumeError',
    `the engine does not say where it has the volume ${engineName}, and so cannot be told of anything in it`,
  );
}
