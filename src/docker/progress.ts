import { parseJson } from './api.ts';
import { EngineError } from './errors.ts';
import { lines } from './json-lines.ts';

/** One line of a pull, push, load or build. */
export interface ImageProgress {
  /** `Downloading`, `Pull complete`, `Status: Downloaded newer image for …`; a build's output is in `stream`. */
  readonly status?: string | undefined;
  readonly stream?: string | undefined;
  /** The layer, or the tag that is pulled. */
  readonly id?: string | undefined;
  readonly progressDetail?: { readonly current?: number; readonly total?: number } | undefined;
  /** A build tells the image's id here, a push the digest. */
  readonly aux?: {
    readonly ID?: string;
    readonly Digest?: string;
    readonly Tag?: string;
    readonly Size?: number;
  };
}

export type OnProgress = (progress: ImageProgress) => void;

interface ProgressLine extends ImageProgress {
  readonly error?: string;
  readonly errorDetail?: { readonly code?: number; readonly message?: string };
}

/**
 * Reads a progress stream to its end. An error inside the stream (its status was 200) is thrown as
 * `server` with the engine's text; if the engine gives a status in `errorDetail.code`, the error carries it.
 */
export async function readProgress(
  source: AsyncIterable<Uint8Array>,
  call: string,
  onProgress: OnProgress,
): Promise<void> {
  for await (const line of lines(source)) {
    const { error, errorDetail, ...progress } = parseJson<ProgressLine>(line, call);
    const message = errorDetail?.message ?? error;
    if (message !== undefined && message !== '') {
      throw new EngineError({ kind: 'server', message, call, status: errorDetail?.code });
    }
    onProgress(progress);
  }
}
