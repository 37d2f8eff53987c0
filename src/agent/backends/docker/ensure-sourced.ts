import { parseImageReference } from '../../../docker/image-reference.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { ImageInspect } from '../../../docker/images.ts';
import type { SourcedImage, Sourced } from '../../hooks/image-source.ts';
import { BackendError, type ImageRequest, type ImageResult, type PullProgress } from '../backend.ts';
import { engineImageName } from './engine-image-name.ts';
import { findImage } from './find-image.ts';
import { type PullParts, pull } from './pull.ts';
import { fitOf } from './pull-platform.ts';

/**
 * An image of ECR: from Longshore's own registry, under the name that it has in AWS. Where the registry has
 * none, one that the engine has by that name will do.
 */
export async function ensureSourced(
  parts: PullParts,
  request: ImageRequest,
  sourced: Sourced,
  onPull: (progress: PullProgress) => void,
  signal: AbortSignal,
): Promise<ImageResult> {
  const { engine } = parts;
  const name = engineImageName(request.image);
  const local = await findImage(engine, name, signal);
  const usable = local !== undefined && fitOf(local, request.platform) === 'fits' ? local : undefined;
  if (sourced.kind === 'absent') {
    if (usable !== undefined && request.pull !== 'always') return { id: usable.Id, pulled: false };
    // As the engine says what a registry answered.
    throw new BackendError('CannotPullContainerError', `Error response from daemon: ${sourced.problem}`);
  }
  if (usable !== undefined && mayStay(request, usable, sourced)) {
    const isThis = isCurrent(usable, sourced);
    return { id: usable.Id, ...(isThis ? { digest: sourced.digest } : {}), pulled: false };
  }
  onPull({ image: request.image, status: 'Pulling', current: 0, total: 0 });
  await fetch(parts, request, { sourced, name, onPull }, signal);
  const found = await engine.images.inspect(name, { signal });
  return { id: found.Id, digest: sourced.digest, pulled: true };
}

/** An image that was built here under this name, and never pushed, is the one that its author wants to run. */
function mayStay({ pull: when }: ImageRequest, local: ImageInspect, sourced: SourcedImage): boolean {
  switch (when) {
    case 'always':
      return false;
    case 'missing':
      return true;
    case 'outdated':
      return isCurrent(local, sourced) || !isOfRegistry(local, sourced);
  }
}

function isCurrent(local: ImageInspect, sourced: SourcedImage): boolean {
  return sourced.isId(local.Id) || digestsOf(local, sourced).includes(sourced.digest);
}

function isOfRegistry(local: ImageInspect, sourced: SourcedImage): boolean {
  return sourced.isIdOfRepository(local.Id) || digestsOf(local, sourced).length > 0;
}

function digestsOf({ RepoDigests: entries }: ImageInspect, sourced: SourcedImage): readonly string[] {
  return (entries ?? []).flatMap((entry) => {
    const { repository, digest } = parseImageReference(entry);
    return digest !== undefined && sourced.isRepository(repository) ? [digest] : [];
  });
}

interface Fetch {
  readonly sourced: SourcedImage;
  readonly name: string;
  readonly onPull: (progress: PullProgress) => void;
}

/** An engine on this machine pulls, layer by layer; any other is sent the image. */
async function fetch(
  parts: PullParts,
  request: ImageRequest,
  what: Fetch,
  signal: AbortSignal,
): Promise<void> {
  const { sourced, name, onPull } = what;
  if (isOnThisMachine(parts)) {
    try {
      await pullFromHere(parts, request, what, signal);
      return;
    } catch (error) {
      if (!(error instanceof BackendError && isOutOfReach.test(error.message))) throw error;
    }
  }
  await load(parts, request, { sourced, name, onPull }, signal);
}

function isOnThisMachine({ engine: { endpoint } }: PullParts): boolean {
  return endpoint.kind === 'unix' || /^(?:localhost|127\.[\d.]+|::1)$/.test(endpoint.host);
}

/** What engines say that run in a virtual machine, or will not speak plain HTTP with this address. */
const isOutOfReach =
  /dial tcp|connection refused|no route to host|i\/o timeout|HTTP response to HTTPS client/i;

async function pullFromHere(
  { engine, clock }: PullParts,
  request: ImageRequest,
  { sourced, name, onPull }: Fetch,
  signal: AbortSignal,
): Promise<void> {
  const { auth, pullName } = sourced;
  const registry = parseImageReference(pullName).repository.split('/')[0] ?? '';
  const logins = {
    for: async () => ({ registry, source: 'Longshore', auth: { ...auth, serveraddress: registry } }),
  };
  const tell = (progress: PullProgress): void => onPull({ ...progress, image: request.image });
  // Not with a login of the task's, which is one of another registry.
  const { login: _, ...rest } = request;
  await pull({ engine, clock, logins, attempts: 1 }, { ...rest, image: pullName }, tell, signal);
  // A name with a digest is the one that was pulled.
  if (parseImageReference(name).digest === undefined) await engine.images.tag(pullName, name, { signal });
}

async function load(
  { engine }: PullParts,
  request: ImageRequest,
  { sourced, name }: Fetch,
  signal: AbortSignal,
): Promise<void> {
  const { os, arch } = await engine.system.engineInfo({ signal });
  const platform = request.platform ?? `${os}/${arch}`;
  if (parseImageReference(name).digest !== undefined) {
    throw new BackendError(
      'CannotPullContainerError',
      `the engine at ${engine.endpoint.address} cannot reach Longshore's registry, and can be sent ${request.image} ` +
        'only by a tag: give the image a tag, or the name that it has in AWS',
    );
  }
  const archive = sourced.archive(name, platform);
  if (archive === undefined) {
    throw new BackendError(
      'CannotPullContainerError',
      `Error response from daemon: no matching manifest for ${platform} in the manifest list entries`,
    );
  }
  try {
    await engine.images.load(archive, { signal });
  } catch (error) {
    if (!isEngineError(error) || error.kind === 'aborted') throw error;
    throw new BackendError('CannotPullContainerError', error.message, { cause: error });
  }
}
