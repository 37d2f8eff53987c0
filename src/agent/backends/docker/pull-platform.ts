import { parseImageReference } from '../../../docker/image-reference.ts';
import type { ImageInspect } from '../../../docker/images.ts';

/**
 * How the platform of an image that the engine has relates to the one that is wanted (`linux/arm64`).
 * `unclear`: the engine keeps images of several platforms under one id, which then is the digest of their
 * manifest (the containerd image store), and describes only one of them. What it has of the others, only
 * creating a container tells.
 */
export function fitOf(image: ImageInspect, wanted: string | undefined): 'fits' | 'differs' | 'unclear' {
  if (wanted === undefined || image.Architecture === '') return 'fits';
  const [os, architecture, variant] = wanted.split('/');
  const isSame =
    image.Os === os &&
    image.Architecture === architecture &&
    (variant === undefined || variant === image.Variant);
  if (isSame) return 'fits';
  const isManifest = (image.RepoDigests ?? []).some(
    (entry) => parseImageReference(entry).digest === image.Id,
  );
  return isManifest ? 'unclear' : 'differs';
}

/** In the words of Docker Engine, which says this only when a container is created. */
export function mismatch(name: string, image: ImageInspect, wanted: string): string {
  const actual = [image.Os, image.Architecture, image.Variant].filter(Boolean).join('/');
  return (
    `image with reference ${name} was found but does not match the specified platform: ` +
    `wanted ${wanted}, actual: ${actual}`
  );
}
