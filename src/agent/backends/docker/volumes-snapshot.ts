import type { EngineClient } from '../../../docker/client.ts';
import { mountPoint, openVolume, removeOpeners } from './volumes-opener.ts';

export interface CopyRequest {
  readonly installation: string;
  /** The engine's name of the volume that stands for the snapshot. */
  readonly snapshot: string;
  /** Of the task's volume. */
  readonly engineName: string;
}

/** Copies all that is in the snapshot's volume, with owners, modes and times, into the task's. */
export async function copySnapshot(
  engine: EngineClient,
  { installation, snapshot, engineName }: CopyRequest,
  signal: AbortSignal,
): Promise<void> {
  // One that was killed in the midst of it may have left its own.
  await removeOpeners(engine, engineName, signal);
  const open = (volume: string): Promise<{ readonly Id: string }> =>
    openVolume(engine, { installation, engineName, volume }, signal);
  const opened: string[] = [];
  try {
    // Two: the engine holds a container while it sends an archive of it.
    for (const volume of [snapshot, engineName]) opened.push((await open(volume)).Id);
    const [from = '', to = ''] = opened;
    const tar = await engine.containers.getArchive(from, `${mountPoint}/.`, { signal });
    await engine.containers.putArchive(to, mountPoint, tar, { signal });
  } finally {
    // Without the caller's signal: it may be the very reason why we are here.
    await Promise.all(opened.map((id) => engine.containers.remove(id, { force: true })));
  }
}
