import type { EngineClient } from '../../../docker/client.ts';
import { installationLabel, openerLabel } from './labels.ts';
import { makePauseImage } from './pause-image.ts';

/*
 * Into a volume and out of it by archives, through a container that has it and is never started: no tool and
 * no image is needed, and the engine may be on another machine.
 */

/** Where the container has the volume. */
export const mountPoint = '/volume';

export interface OpenRequest {
  readonly installation: string;
  /** The engine's name of the task's volume for which it is opened. */
  readonly engineName: string;
  readonly volume: string;
}

/** The caller removes the container. */
export async function openVolume(
  engine: EngineClient,
  { installation, engineName, volume }: OpenRequest,
  signal: AbortSignal,
): Promise<{ readonly Id: string }> {
  return engine.containers.create(
    {
      Image: await makePauseImage(engine, signal),
      Labels: { [installationLabel]: installation, [openerLabel]: engineName },
      HostConfig: { Binds: [`${volume}:${mountPoint}`], NetworkMode: 'none' },
    },
    { signal },
  );
}

/** Removes what a crash left open for the task's volume. */
export async function removeOpeners(
  engine: EngineClient,
  engineName: string,
  signal: AbortSignal,
): Promise<void> {
  const filters = { label: [`${openerLabel}=${engineName}`] };
  const left = await engine.containers.list({ all: true, filters, signal });
  await Promise.all(left.map(({ Id }) => engine.containers.remove(Id, { force: true, signal })));
}
