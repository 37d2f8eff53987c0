import type { ImageSource, Sourced, SourcedImage } from '../../agent/hooks/image-source.ts';
import { parseImageReference } from '../../docker/image-reference.ts';
import { repositoryMissing } from './errors.ts';
import { archiveOf, manifestFor } from './image-archive.ts';
import { scopeInHost } from './model/address.ts';
import { findImage, imagesOf } from './model/images.ts';
import type { EcrTables, ImageRecord, RegistryScope, RepositoryRecord } from './model/tables.ts';
import type { BlobStore } from './registry/blob-store.ts';
import type { Tokens } from './registry/tokens.ts';

export interface ImageSourceParts {
  readonly tables: EcrTables;
  readonly blobs: BlobStore;
  readonly tokens: Tokens;
  /** `http://127.0.0.1:4566` */
  readonly endpoint: () => string;
  readonly defaults: RegistryScope;
}

/** The agent's way to images of ECR: by AWS's names, by the local ones, and by Longshore's plain address. */
export function imageSource(parts: ImageSourceParts): ImageSource {
  const { tables } = parts;
  return {
    find(image): Sourced | undefined {
      const { repository: full, tag, digest } = parseImageReference(image);
      const place = repositoryOf(parts, image);
      if (place === undefined) return undefined;
      const { account, region, name } = place;
      const repository = tables.repositories.get(account, region, name);
      if (repository === undefined) {
        const why = repositoryMissing(name, account);
        return { kind: 'absent', problem: `repository ${full} not found: name unknown: ${why}` };
      }
      const found = findImage(
        tables,
        repository,
        digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest },
      );
      if (found === undefined) {
        const asked = digest === undefined && tag === undefined ? `${image}:latest` : image;
        return {
          kind: 'absent',
          problem: `manifest for ${asked} not found: manifest unknown: Requested image not found`,
        };
      }
      return sourcedImage(parts, repository, found);
    },
  };
}

/** The repository of ECR that an image's name means, whether there is one or not; `undefined` for other registries. */
export function repositoryOf(
  parts: Pick<ImageSourceParts, 'tables' | 'endpoint' | 'defaults'>,
  image: string,
): (RegistryScope & { readonly name: string }) | undefined {
  const { repository: full } = parseImageReference(image);
  const slash = full.indexOf('/');
  const host = full.slice(0, Math.max(0, slash));
  const name = full.slice(slash + 1);
  const isPlain = isOwnAddress(host, new URL(parts.endpoint()));
  const scope = scopeInHost(host) ?? (isPlain ? plainScope(parts, name) : undefined);
  return scope && { account: scope.account, region: scope.region, name };
}

function sourcedImage(
  parts: ImageSourceParts,
  repository: RepositoryRecord,
  image: ImageRecord,
): SourcedImage {
  const { tables, blobs, tokens, endpoint } = parts;
  const { name } = repository;
  const idsOf = ({ digest, config, children }: ImageRecord): readonly string[] => [
    digest,
    ...(config === undefined ? [] : [config]),
    ...children.flatMap((child) => {
      const listed = findImage(tables, repository, { imageDigest: child });
      return listed === undefined ? [] : idsOf(listed);
    }),
  ];
  return {
    kind: 'image',
    digest: image.digest,
    pullName: `${new URL(endpoint()).host}/${name}@${image.digest}`,
    auth: { username: 'AWS', password: tokens.issue(repository).password },
    isId: (id) => idsOf(image).includes(id),
    isIdOfRepository: (id) =>
      imagesOf(tables, repository).some(({ digest, config }) => digest === id || config === id),
    isRepository(full) {
      const slash = full.indexOf('/');
      const scope = scopeInHost(full.slice(0, slash));
      const isOurs =
        scope === undefined
          ? loopback.test(full.slice(0, slash))
          : scope.account === repository.account && scope.region === repository.region;
      return isOurs && full.slice(slash + 1) === name;
    },
    archive(called, platform) {
      const manifest = manifestFor(tables, repository, image, platform);
      return manifest === undefined ? undefined : archiveOf(blobs, manifest, called);
    },
  };
}

/** An earlier run may have had another port. */
const loopback = /^(?:127\.0\.0\.1|localhost):\d+$/;

function isOwnAddress(host: string, endpoint: URL): boolean {
  return host === endpoint.host || (loopback.test(host) && host.endsWith(`:${endpoint.port}`));
}

/** A plain address states no account and region: the default ones, or else those that have the repository. */
function plainScope(
  { tables, defaults }: Pick<ImageSourceParts, 'tables' | 'defaults'>,
  name: string,
): RegistryScope {
  if (tables.repositories.get(defaults.account, defaults.region, name) !== undefined) return defaults;
  const [first] = tables.repositories.select({ where: { name }, limit: 1 });
  return first ?? defaults;
}
