import { createHash, randomBytes } from 'node:crypto';

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
export const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
export const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';

export const sha256 = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
export const sha512 = (bytes: string | Uint8Array): string =>
  `sha512:${createHash('sha512').update(bytes).digest('hex')}`;

export interface TestImage {
  readonly config: Uint8Array;
  readonly layer: Uint8Array;
  readonly manifest: string;
  readonly digest: string;
  readonly mediaType: string;
}

const descriptor = (mediaType: string, bytes: Uint8Array): object => ({
  mediaType,
  digest: sha256(bytes),
  size: bytes.length,
});

/** An image like no other, of one layer that is no tar: a registry does not look inside. */
export function testImage(rest: object = {}, mediaType = ociManifest): TestImage {
  const layer = randomBytes(1000);
  const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', noise: sha256(layer) }));
  const isDocker = mediaType === dockerManifest;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: descriptor(
      isDocker
        ? 'application/vnd.docker.container.image.v1+json'
        : 'application/vnd.oci.image.config.v1+json',
      config,
    ),
    layers: [
      descriptor(
        isDocker
          ? 'application/vnd.docker.image.rootfs.diff.tar.gzip'
          : 'application/vnd.oci.image.layer.v1.tar+gzip',
        layer,
      ),
    ],
    ...rest,
  });
  return { config, layer, manifest, digest: sha256(manifest), mediaType };
}

/** A list that names images, each for a platform of its own. */
export function testIndex(images: readonly TestImage[], mediaType = ociIndex): string {
  const architectures = ['amd64', 'arm64', 's390x'];
  return JSON.stringify({
    schemaVersion: 2,
    mediaType,
    manifests: images.map((image, at) => ({
      mediaType: image.mediaType,
      digest: image.digest,
      size: image.manifest.length,
      platform: { os: 'linux', architecture: architectures[at] },
    })),
  });
}
