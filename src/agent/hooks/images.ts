import type { Backend, ImageRequest, ImageResult, PullProgress } from '../backends/backend.ts';

interface Fetch {
  readonly result: Promise<ImageResult>;
  readonly abort: AbortController;
  readonly listeners: Set<(progress: PullProgress) => void>;
  waiting: number;
}

/**
 * Images for all tasks: different ones are fetched side by side, the same one once, however many
 * tasks wait for it. A fetch that nobody waits for any more is abandoned.
 */
export class Images {
  readonly #backend: Backend;
  readonly #fetches = new Map<string, Fetch>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async ensure(
    request: ImageRequest,
    onPull: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<ImageResult> {
    signal.throwIfAborted();
    const key = `${request.platform ?? ''} ${request.image}`;
    const fetch = this.#fetches.get(key) ?? this.#begin(key, request);
    fetch.waiting += 1;
    fetch.listeners.add(onPull);
    try {
      return await Promise.race([fetch.result, rejectionOf(signal)]);
    } finally {
      fetch.listeners.delete(onPull);
      fetch.waiting -= 1;
      if (fetch.waiting === 0) {
        this.#fetches.delete(key);
        fetch.abort.abort();
      }
    }
  }

  #begin(key: string, request: ImageRequest): Fetch {
    const abort = new AbortController();
    const listeners = new Set<(progress: PullProgress) => void>();
    const tell = (progress: PullProgress): void => {
      for (const listener of listeners) listener(progress);
    };
    const result = this.#backend.ensureImage(request, tell, abort.signal);
    const fetch: Fetch = { result, abort, listeners, waiting: 0 };
    this.#fetches.set(key, fetch);
    return fetch;
  }
}

/** Rejects when the signal is aborted; never resolves. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
