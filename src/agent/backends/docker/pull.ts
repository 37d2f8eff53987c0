import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import { backoff } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { ImageSource } from '../../hooks/image-source.ts';
import { BackendError, type ImageRequest, type PullProgress } from '../backend.ts';
import { engineImageName } from './engine-image-name.ts';
import { wordsOf } from './engine-words.ts';
import { attemptPull } from './pull-attempt.ts';
import { Layers } from './pull-layers.ts';
import { placeOf } from './pull-reference.ts';
import { type Login, type RegistryLogins, describeLogin, taskLogin } from './registry-logins.ts';

/** The reference agent pulls this often before it gives up, waiting 1 to 5 seconds between. */
const mostPulls = 5;
const firstWaitMs = 1000;
const longestWaitMs = 5000;

export interface PullParts {
  readonly engine: EngineClient;
  readonly clock: Clock;
  /** Absent: every registry is asked without a login. */
  readonly logins?: RegistryLogins | undefined;
  /** Longshore's own registry; absent: images of ECR are like any others. */
  readonly source?: ImageSource | undefined;
  /** How often to try at most. */
  readonly attempts?: number | undefined;
}

/**
 * Pulls an image, again after what may be better a moment later. Resolves with the digest that the
 * registry gave for the name. Rejects with a BackendError in the engine's own words.
 */
export async function pull(
  { engine, clock, logins, attempts = mostPulls }: PullParts,
  request: ImageRequest,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { image } = request;
  onPull({ image, status: 'Pulling', current: 0, total: 0 });
  const { registry } = placeOf(image);
  const login =
    request.login === undefined ? await logins?.for(registry, signal) : taskLogin(request.login, registry);
  for (let attempt = 1; ; attempt += 1) {
    const layers = new Layers();
    let digest: string | undefined;
    const onProgress = (progress: ImageProgress): void => {
      digest = digestTold.exec(progress.status ?? '')?.[1] ?? digest;
      layers.add(progress);
      onPull({ image, status: progress.status ?? '', ...layers.sum() });
    };
    try {
      const from = login?.address === undefined ? image : `${login.address}${image.slice(registry.length)}`;
      const asked = { ...request, image: from };
      await attemptPull(engine, clock, { request: asked, auth: login?.auth, onProgress }, signal);
      if (from !== image) await engine.images.tag(from, engineImageName(image), { signal });
      return digest;
    } catch (error) {
      if (attempt >= attempts || !isWorthRetrying(error)) throw inWords(error, login);
      onPull({ image, status: 'Waiting to try again', current: 0, total: 0 });
      await clock.sleep(backoff(attempt, firstWaitMs, longestWaitMs), signal);
    }
  }
}

/** The engine tells it in a line of its own, after the layers. */
const digestTold = /^Digest: (sha256:[0-9a-f]{64})$/;

/** What a registry has refused, or what cannot be found by name, is the same a second later. */
const finalRefusal =
  /not found|unknown|denied|unauthorized|no such host|no basic auth|toomanyrequests|no matching manifest|manifest verification failed/i;

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof BackendError) return true;
  return isEngineError(error, 'server') && !finalRefusal.test(error.message);
}

const refusedForLogin = /denied|unauthorized|no basic auth|authentication required/i;

/** Where the registry wanted to know who asks, it is also said what it was told. */
function inWords(error: unknown, login: Login | undefined): unknown {
  if (!isEngineError(error) || error.kind === 'aborted') return error;
  const words = wordsOf(error);
  const isRefusal = login !== undefined && refusedForLogin.test(error.message);
  const message = isRefusal ? `${words} (${describeLogin(login)})` : words;
  return new BackendError('CannotPullContainerError', message, { cause: error });
}
