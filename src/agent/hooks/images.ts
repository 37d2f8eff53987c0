import type { Backend, ImageRequest, ImageResult, PullProgress } from '../backends/backend.ts';
import { type PullBehavior, failureEndsTask, pullFor } from './images-behavior.ts';

/** Images that this installation has pulled, kept with its records. */
export interface PulledImages {
  has(key: string): boolean;
  add(key: string): void;
}

export interface ImagesParts {
  readonly backend: Pick<Backend, 'ensureImage'>;
  readonly behavior: PullBehavior;
  readonly pulled: PulledImages;
}

interface Fetch {
  readonly result: Promise<ImageResult>;
  readonly abort: AbortController;
  readonly audience: Audience;
  waiting: number;
}

/** Who wants to hear of a pull. One who comes late hears first what was told last. */
class Audience {
  readonly #listeners = new Set<(progress: PullProgress) => void>();
  /** Absent until the backend has begun to pull. */
  #last: PullProgress | undefined;

  join(listener: (progress: PullProgress) => void): Disposable {
    this.#listeners.add(listener);
    if (this.#last !== undefined) listener(this.#last);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(progress: PullProgress): void {
    this.#last = progress;
    for (const listener of this.#listeners) listener(progress);
  }
}

/**
 * Images for all tasks: different ones are fetched side by side, the same one once, however many
 * tasks wait for it. A fetch that nobody waits for any more is abandoned. When there is something to
 * fetch, the agent's pull behaviour says.
 */
export class Images {
  readonly #parts: ImagesParts;
  readonly #fetches = new Map<string, Fetch>();

  constructor(parts: ImagesParts) {
    this.#parts = parts;
  }

  /** Whether a task is to end when one of its images cannot be had, essential or not. */
  get failureEndsTask(): boolean {
    return failureEndsTask(this.#parts.behavior);
  }

  /** `onPull` hears of a fetch that is under way already, too. */
  async ensure(
    image: Omit<ImageRequest, 'pull'>,
    onPull: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult> {
    signal.throwIfAborted();
    const pulledKey = `${image.platform ?? ''} ${image.image}`;
    // What one login may see, another may not.
    const key = image.login === undefined ? pulledKey : `${pulledKey} ${image.login.source}`;
    const fetch = this.#fetches.get(key) ?? this.#begin(key, pulledKey, image);
    fetch.waiting += 1;
    using _listening = fetch.audience.join(onPull);
    try {
      return await Promise.race([fetch.result, rejectionOf(signal)]);
    } finally {
      fetch.waiting -= 1;
      if (fetch.waiting === 0) {
        this.#fetches.delete(key);
        fetch.abort.abort();
      }
    }
  }

  #begin(key: string, pulledKey: string, image: Omit<ImageRequest, 'pull'>): Fetch {
    const { behavior, pulled } = this.#parts;
    const abort = new AbortController();
    const request = { ...image, pull: pullFor(behavior, () => pulled.has(pulledKey)) };
    const audience = new Audience();
    const result = this.#fetch(pulledKey, request, (progress) => audience.tell(progress), abort.signal);
    const fetch: Fetch = { result, abort, audience, waiting: 0 };
    this.#fetches.set(key, fetch);
    return fetch;
  }

  async #fetch(
    key: string,
    request: ImageRequest,
    tell: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult> {
    const { backend, pulled } = this.#parts;
    const result = await backend.ensureImage(request, tell, signal);
    if (result.pulled) pulled.add(key);
    return result;
  }
}

/** Rejects when the signal is aborted; never resolves. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
