import { parseImageReference } from '../../../docker/image-reference.ts';
import type { ImageInspect } from '../../../docker/images.ts';

/** The registry of names that name none. */
const hub = 'docker.io';

interface Place {
  /** Host and port, as `ghcr.io` or `127.0.0.1:5000`; `docker.io` for names without one. */
  readonly registry: string;
  readonly path: string;
}

/**
 * The first part of a name is a registry only if it looks like a host. `busybox`, `library/busybox`,
 * `docker.io/busybox` and `index.docker.io/library/busybox` are one repository.
 */
export function placeOf(image: string): Place {
  const { repository } = parseImageReference(image);
  const slash = repository.indexOf('/');
  const first = slash < 0 ? '' : repository.slice(0, slash);
  const isHost = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  const registry = isHost ? (first === 'index.docker.io' ? hub : first) : hub;
  const path = isHost ? repository.slice(slash + 1) : repository;
  return { registry, path: registry === hub && !path.includes('/') ? `library/${path}` : path };
}

/**
 * The digest by which the registry of `name` knows the image: the one that was asked for, else the one
 * that the pull told, else what the engine remembers of that repository. An image that was only built or
 * tagged here has none, even if it has one elsewhere.
 */
export function digestOf(
  name: string,
  { RepoDigests: entries }: ImageInspect,
  told: string | undefined,
): string | undefined {
  const asked = parseImageReference(name).digest ?? told;
  const place = placeOf(name);
  const own = (entries ?? []).flatMap((entry) => {
    const { registry, path } = placeOf(entry);
    const { digest } = parseImageReference(entry);
    return registry === place.registry && path === place.path && digest !== undefined ? [digest] : [];
  });
  // An image from another address than its name says bears no digest under this one.
  return own.find((digest) => digest === asked) ?? own[0] ?? told;
}
