import type { EngineClient } from '../../../docker/client.ts';
import { type EngineError, daemonText, isEngineError } from '../../../docker/errors.ts';
import { parseImageReference } from '../../../docker/image-reference.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import { backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { BackendError, type ImageRequest, type ImageResult, type PullProgress } from '../backend.ts';

/** The reference agent pulls this often before it gives up, waiting 1 to 5 seconds between. */
const mostPulls = 5;
const firstWaitMs = 1000;
const longestWaitMs = 5000;

/** Finds the image locally, else pulls it. Throws CannotPullContainerError with the engine's own words. */
export async function ensureImage(
  engine: EngineClient,
  clock: Clock,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<ImageResult> {
  try {
    const local = await find(engine, request.image, signal);
    if (local !== undefined) return { ...resultOf(local, request.image), pulled: false };
    onPull({ image: request.image, status: 'Pulling', current: 0, total: 0 });
    await pull(engine, clock, request, onPull, signal);
    const pulled = await engine.images.inspect(request.image, { signal });
    return { ...resultOf(pulled, request.image), pulled: true };
  } catch (error) {
    if (!isEngineError(error) || error.kind === 'aborted') throw error;
    throw new BackendError('CannotPullContainerError', wordsOf(error), { cause: error });
  }
}

async function find(
  engine: EngineClient,
  image: string,
  signal: AbortSignal,
): Promise<ImageInspect | undefined> {
  try {
    return await engine.images.inspect(image, { signal });
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}

async function pull(
  engine: EngineClient,
  clock: Clock,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { image, platform } = request;
  for (let attempt = 1; ; attempt += 1) {
    const layers = new Layers();
    const onProgress = (progress: ImageProgress): void => {
      layers.add(progress);
      onPull({ image, status: progress.status ?? '', ...layers.sum() });
    };
    try {
      await engine.images.pull(image, {
        signal,
        onProgress,
        ...(platform === undefined ? {} : { platform }),
      });
      return;
    } catch (error) {
      if (attempt >= mostPulls || !isWorthRetrying(error)) throw error;
      onPull({ image, status: 'Waiting to try again', current: 0, total: 0 });
      await clock.sleep(backoff(attempt, firstWaitMs, longestWaitMs), signal);
    }
  }
}

/** What a registry has refused, or what cannot be found by name, is the same a second later. */
const finalRefusal =
  /not found|unknown|denied|unauthorized|no such host|no basic auth|toomanyrequests|no matching manifest/i;

function isWorthRetrying(error: unknown): boolean {
  return isEngineError(error, 'server') && !finalRefusal.test(error.message);
}

/** Bytes over all layers whose size the engine has told. */
class Layers {
  readonly #layers = new Map<string, { readonly current: number; readonly total: number }>();

  add({ id, progressDetail }: ImageProgress): void {
    const { current, total } = progressDetail ?? {};
    if (id !== undefined && current !== undefined && total !== undefined)
      this.#layers.set(id, { current, total });
  }

  sum(): { current: number; total: number } {
    const sum = { current: 0, total: 0 };
    for (const layer of this.#layers.values()) {
      sum.current += layer.current;
      sum.total += layer.total;
    }
    return sum;
  }
}

function resultOf(image: ImageInspect, name: string): Pick<ImageResult, 'id' | 'digest'> {
  const { repository } = parseImageReference(name);
  const repoDigests = image.RepoDigests ?? [];
  const own = repoDigests.find((entry) => entry.startsWith(`${repository}@`)) ?? repoDigests[0];
  const digest = own === undefined ? undefined : parseImageReference(own).digest;
  return { id: image.Id, ...(digest === undefined ? {} : { digest }) };
}

/** The engine's own text as its clients quote it; where it said nothing, what we know and where we tried. */
export function wordsOf(error: EngineError): string {
  return error.kind === 'unreachable' || error.kind === 'protocol' ? error.message : daemonText(error);
}
