/** What the registry needs to know of a manifest. */
export interface ManifestFacts {
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly subject?: string;
  /** Digest of the configuration. */
  readonly config?: string;
  /** Blobs that must be in the repository, the configuration first. */
  readonly blobs: readonly string[];
  /** Manifests that a list names. */
  readonly children: readonly string[];
  /** Bytes of configuration and layers. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type ParsedManifest =
  | { readonly kind: 'manifest'; readonly facts: ManifestFacts }
  | { readonly kind: 'invalid'; readonly why: string };

const imageTypes: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.artifact.manifest.v1+json',
]);

const indexTypes: ReadonlySet<string> = new Set([
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
]);

/** `stated`: the media type that the client gave beside the manifest; it must be the manifest's own. */
export function parseManifest(text: string, stated: string | undefined): ParsedManifest {
  const manifest = jsonObject(text);
  if (manifest === undefined) return invalid('the manifest is no JSON object');
  if (manifest['schemaVersion'] !== 2 && manifest['schemaVersion'] !== undefined) {
    return invalid(`schemaVersion ${JSON.stringify(manifest['schemaVersion'])} is not supported, only 2`);
  }
  const own = manifest['mediaType'];
  if (own !== undefined && typeof own !== 'string') return invalid('mediaType is no string');
  if (own !== undefined && stated !== undefined && own !== stated) {
    return invalid(`the media type ${stated} was stated, but the manifest is ${own}`);
  }
  const mediaType = own ?? stated ?? guessedType(manifest);
  if (indexTypes.has(mediaType)) return readIndex(manifest, mediaType);
  if (imageTypes.has(mediaType)) return readImage(manifest, mediaType);
  return invalid(`the media type ${mediaType} is not supported`);
}

function guessedType(manifest: Readonly<Record<string, unknown>>): string {
  return Array.isArray(manifest['manifests'])
    ? 'application/vnd.oci.image.index.v1+json'
    : 'application/vnd.oci.image.manifest.v1+json';
}

function readIndex(manifest: Readonly<Record<string, unknown>>, mediaType: string): ParsedManifest {
  const entries = descriptors(manifest['manifests']);
  if (entries === undefined) return invalid('manifests is no list of descriptors');
  const children = entries.map(({ digest }) => digest);
  return withShared(manifest, { mediaType, children, blobs: [], size: 0 });
}

function readImage(manifest: Readonly<Record<string, unknown>>, mediaType: string): ParsedManifest {
  const isArtifact = mediaType.includes('.artifact.');
  const layers = descriptors(isArtifact ? (manifest['blobs'] ?? []) : manifest['layers']);
  if (layers === undefined) return invalid('layers is no list of descriptors');
  const config = isArtifact ? undefined : descriptor(manifest['config']);
  if (!isArtifact && config === undefined) return invalid('config is no descriptor');
  // Foreign layers lie elsewhere.
  const own = [...(config === undefined ? [] : [config]), ...layers.filter(({ isForeign }) => !isForeign)];
  return withShared(manifest, {
    mediaType,
    ...(config === undefined ? {} : { config: config.digest, artifactType: config.mediaType }),
    blobs: [...new Set(own.map(({ digest }) => digest))],
    children: [],
    size: own.reduce((sum, { size }) => sum + size, 0),
  });
}

/** `artifactType` is stated, or else that of the configuration. */
function withShared(manifest: Readonly<Record<string, unknown>>, facts: ManifestFacts): ParsedManifest {
  const { artifactType } = manifest;
  const subject = manifest['subject'] === undefined ? undefined : descriptor(manifest['subject']);
  if (manifest['subject'] !== undefined && subject === undefined) return invalid('subject is no descriptor');
  const annotations = textsOf(manifest['annotations']);
  return {
    kind: 'manifest',
    facts: {
      ...facts,
      ...(typeof artifactType === 'string' && artifactType !== '' ? { artifactType } : {}),
      ...(subject === undefined ? {} : { subject: subject.digest }),
      ...(annotations === undefined ? {} : { annotations }),
    },
  };
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly isForeign: boolean;
}

function descriptors(value: unknown): readonly Descriptor[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const read = value.map(descriptor);
  const found = read.filter((entry) => entry !== undefined);
  return found.length === read.length ? found : undefined;
}

function descriptor(value: unknown): Descriptor | undefined {
  const entry = asObject(value);
  const { mediaType, digest, size, urls } = entry ?? {};
  if (typeof mediaType !== 'string' || typeof digest !== 'string') return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { mediaType, digest, size, isForeign: Array.isArray(urls) && urls.length > 0 };
}

function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(asObject(value) ?? {}).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text] as const] : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return asObject(value);
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

const invalid = (why: string): ParsedManifest => ({ kind: 'invalid', why });
