import type { EngineClient } from '../../../docker/client.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import type { RegistryAuth } from '../../../docker/registry-auth.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { BackendError, type ImageRequest } from '../backend.ts';

/** The reference agent waits this long for the first line of a pull, in milliseconds … */
const beginTimeout = 5 * 60_000;
/** … and then gives up when none has come for this long (ECS_IMAGE_PULL_INACTIVITY_TIMEOUT). */
const inactivityTimeout = 60_000;

export interface PullAttempt {
  readonly request: ImageRequest;
  readonly auth: RegistryAuth | undefined;
  readonly onProgress: (progress: ImageProgress) => void;
}

/** Pulls once. Rejects with the agent's own error when the engine says nothing for too long. */
export async function attemptPull(
  engine: EngineClient,
  clock: Clock,
  { request, auth, onProgress }: PullAttempt,
  signal: AbortSignal,
): Promise<void> {
  const silence = new AbortController();
  let deadline = clock.now() + beginTimeout;
  let error = new BackendError(
    'DockerTimeoutError',
    'Could not transition to pullBegin; timed out after waiting 5m0s',
  );
  // Not set anew with each line, of which there are thousands: it looks, when it rings, whether it is time.
  const ring = (): void => {
    if (clock.now() < deadline) timer = clock.schedule(deadline, ring);
    else silence.abort(error);
  };
  let timer = clock.schedule(deadline, ring);
  const hear = (progress: ImageProgress): void => {
    deadline = clock.now() + inactivityTimeout;
    if (error.name === 'DockerTimeoutError') {
      error = new BackendError(
        'CannotPullContainerError',
        'inactivity time exceeded timeout while pulling image',
      );
      timer[Symbol.dispose]();
      timer = clock.schedule(deadline, ring);
    }
    onProgress(progress);
  };
  try {
    await engine.images.pull(request.image, {
      signal: AbortSignal.any([signal, silence.signal]),
      onProgress: hear,
      ...(request.platform === undefined ? {} : { platform: request.platform }),
      ...(auth === undefined ? {} : { auth }),
    });
  } catch (cause) {
    // The transport says only that the call was aborted.
    throw silence.signal.aborted && !signal.aborted ? error : cause;
  } finally {
    timer[Symbol.dispose]();
  }
}
