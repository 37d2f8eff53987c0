import { isEngineError } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { BackendError, type ImageRequest, type ImageResult, type PullProgress } from '../backend.ts';
import { engineImageName } from './engine-image-name.ts';
import { wordsOf } from './engine-words.ts';
import { ensureSourced } from './ensure-sourced.ts';
import { findImage } from './find-image.ts';
import { type PullParts, pull } from './pull.ts';
import { fitOf, mismatch } from './pull-platform.ts';
import { digestOf, placeOf } from './pull-reference.ts';

/**
 * Finds the image on the engine, or pulls it: always, or when it is missing. One of another platform than
 * the task's counts as missing, as for `docker run --platform`. Throws CannotPullContainerError with the
 * engine's own words, or DockerTimeoutError.
 */
export async function ensureImage(
  parts: PullParts,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<ImageResult> {
  try {
    const sourced = parts.source?.find(request.image);
    if (sourced !== undefined && !(sourced.kind === 'absent' && (await isLoggedIn(parts, request, signal)))) {
      return await ensureSourced(parts, request, sourced, onPull, signal);
    }
    const result = await ensureOrdinary(parts, request, onPull, signal);
    const name = engineImageName(request.image);
    if (name !== request.image) await parts.engine.images.tag(result.id, name, { signal });
    return result;
  } catch (error) {
    if (!isEngineError(error) || error.kind === 'aborted') throw error;
    throw new BackendError('CannotPullContainerError', wordsOf(error), { cause: error });
  }
}

/** Who has logged in to a registry in AWS itself means the images there, where ours has none of the name. */
async function isLoggedIn(
  { logins }: PullParts,
  { image, login }: ImageRequest,
  signal: AbortSignal,
): Promise<boolean> {
  const { registry } = placeOf(image);
  if (!/\.amazonaws\.com(?:\.cn)?$/.test(registry)) return false;
  return login !== undefined || (await logins?.for(registry, signal))?.auth !== undefined;
}

/** An image of any registry but our own. */
async function ensureOrdinary(
  parts: PullParts,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<ImageResult> {
  if (request.pull === 'always') return await pulled(parts, request, onPull, signal);
  const local = await findImage(parts.engine, request.image, signal);
  if (local !== undefined && fitOf(local, request.platform) === 'fits') return resultOf(request, local);
  try {
    return await pulled(parts, request, onPull, signal);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return resultOf(request, await fallBack(parts, request, error, signal));
  }
}

async function pulled(
  parts: PullParts,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<ImageResult> {
  const { image, platform } = request;
  const digest = await pull(parts, request, onPull, signal);
  // From an address that is not in the name, one with a digest bears only the tag that stands for it.
  const found =
    (await findImage(parts.engine, image, signal)) ??
    (await parts.engine.images.inspect(engineImageName(image), { signal }));
  // A registry that has only one platform under the name gives that one, whatever is asked for.
  if (platform !== undefined && fitOf(found, platform) === 'differs')
    throw new BackendError('CannotPullContainerError', mismatch(image, found, platform));
  return { ...resultOf(request, found, digest), pulled: true };
}

/** As the agent does after a pull that failed: what is on the engine now, if it can be used. */
async function fallBack(
  parts: PullParts,
  request: ImageRequest,
  error: BackendError,
  signal: AbortSignal,
): Promise<ImageInspect> {
  const { image, platform } = request;
  const local = await findImage(parts.engine, image, signal);
  if (local === undefined) throw error;
  if (platform === undefined || fitOf(local, platform) !== 'differs') return local;
  const words = mismatch(image, local, platform);
  const said = messageOf(error);
  const message = said === words ? words : `${words}; and none could be pulled: ${said}`;
  throw new BackendError('CannotPullContainerError', message, { cause: error });
}

function resultOf({ image }: ImageRequest, found: ImageInspect, told?: string): ImageResult {
  const digest = digestOf(image, found, told);
  return { id: found.Id, ...(digest === undefined ? {} : { digest }), pulled: false };
}
