import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';

/** `undefined` where the engine has no image of that name. */
export async function findImage(
  engine: EngineClient,
  name: string,
  signal: AbortSignal,
): Promise<ImageInspect | undefined> {
  try {
    return await engine.images.inspect(name, { signal });
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}
