import type { Api, ApiCall } from './api.ts';
import type { CallOptions } from './calls.ts';
import { isEngineError, protocolError } from './errors.ts';
import { parseImageReference, pullTarget } from './image-reference.ts';
import { type ImageProgress, type OnProgress, readProgress } from './progress.ts';
import { type Filters, filterText, query } from './query.ts';
import { type RegistryAuth, registryAuthHeader } from './registry-auth.ts';
import type { BodySource } from './transport.ts';

export interface ImageInspect {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  /** `repository@sha256:…`; empty for images that never were in a registry. */
  readonly RepoDigests: readonly string[] | null;
  readonly Os: string;
  readonly Architecture: string;
  readonly Variant?: string;
  readonly Size: number;
  readonly Config: {
    readonly Cmd?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Env?: readonly string[] | null;
    readonly ExposedPorts?: Readonly<Record<string, object>> | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly User?: string;
    readonly Volumes?: Readonly<Record<string, object>> | null;
    readonly WorkingDir?: string;
    readonly StopSignal?: string;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
  } | null;
}

export interface ImageSummary {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Created: number;
  readonly Size: number;
}

export interface ProgressOptions extends CallOptions {
  readonly onProgress?: OnProgress | undefined;
}

export interface BuildOptions extends ProgressOptions {
  readonly tags?: readonly string[];
  /** Path in the context; default `Dockerfile`. */
  readonly dockerfile?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly platform?: string;
}

export interface ImportOptions extends CallOptions {
  readonly name: string;
  /** Dockerfile instructions: `CMD ["sh"]`, `ENV A=b`, `ENTRYPOINT ["/pause"]`. */
  readonly changes?: readonly string[];
}

export interface Images {
  readonly inspect: (name: string, options?: CallOptions) => Promise<ImageInspect>;
  readonly exists: (name: string, options?: CallOptions) => Promise<boolean>;
  readonly list: (options?: CallOptions & { readonly filters?: Filters }) => Promise<readonly ImageSummary[]>;
  /** A name without tag or digest means `latest`. Resolves when the image is there. */
  readonly pull: (
    name: string,
    options?: ProgressOptions & { readonly auth?: RegistryAuth; readonly platform?: string },
  ) => Promise<void>;
  /** Returns the digest under which the registry keeps it. */
  readonly push: (
    name: string,
    options?: ProgressOptions & { readonly auth?: RegistryAuth },
  ) => Promise<string | undefined>;
  /** Loads a `docker save` tar. */
  readonly load: (tar: BodySource, options?: ProgressOptions) => Promise<void>;
  /** Makes an image of one layer from the tar of a root directory; returns its id. */
  readonly importRoot: (tar: BodySource, options: ImportOptions) => Promise<string>;
  /** Builds from the tar of a context; returns the image's id. */
  readonly build: (context: BodySource, options?: BuildOptions) => Promise<string>;
  readonly tag: (name: string, target: string, options?: CallOptions) => Promise<void>;
  readonly remove: (name: string, options?: CallOptions & { readonly force?: boolean }) => Promise<void>;
}

export function imageCalls(api: Api): Images {
  /** Slashes in a name stay: the engine routes `/images/{name:.*}/json`. */
  const pathOf = (name: string): string => `/images/${name.split('/').map(encodeURIComponent).join('/')}`;

  async function run(call: ApiCall, onProgress: OnProgress | undefined): Promise<ImageProgress['aux']> {
    let aux: ImageProgress['aux'];
    const answer = await api.open(call);
    await readProgress(answer.bytes, `${call.method} ${call.path}`, (progress) => {
      aux = progress.aux ?? aux;
      onProgress?.(progress);
    });
    return aux;
  }

  const inspect: Images['inspect'] = (name, options) =>
    api.json({ method: 'GET', path: `${pathOf(name)}/json`, signal: options?.signal });

  const tag: Images['tag'] = (name, target, options) => {
    const reference = parseImageReference(target);
    return api.done({
      method: 'POST',
      path: `${pathOf(name)}/tag`,
      query: query({ repo: reference.repository, tag: reference.tag ?? 'latest' }),
      signal: options?.signal,
    });
  };

  return {
    inspect,
    exists: async (name, options) => {
      try {
        await inspect(name, options);
        return true;
      } catch (error) {
        if (isEngineError(error, 'not-found')) return false;
        throw error;
      }
    },
    list: (options = {}) =>
      api.json({
        method: 'GET',
        path: '/images/json',
        query: query({ filters: filterText(options.filters) }),
        signal: options.signal,
      }),
    pull: async (name, options = {}) => {
      const call: ApiCall = {
        method: 'POST',
        path: '/images/create',
        query: query({ ...pullTarget(name), platform: options.platform }),
        headers: options.auth === undefined ? undefined : registryAuthHeader(options.auth),
        signal: options.signal,
      };
      await run(call, options.onProgress);
    },
    push: async (name, options = {}) => {
      const reference = parseImageReference(name);
      const call: ApiCall = {
        method: 'POST',
        path: `${pathOf(reference.repository)}/push`,
        query: query({ tag: reference.tag ?? 'latest' }),
        headers: registryAuthHeader(options.auth),
        signal: options.signal,
      };
      return (await run(call, options.onProgress))?.Digest;
    },
    load: async (tar, options = {}) => {
      const { signal } = options;
      await run({ method: 'POST', path: '/images/load', body: tar, signal }, options.onProgress);
    },
    importRoot: async (tar, { name, changes, signal }) => {
      // Named in a second call: Podman's import puts the name under another registry than its lookups use.
      let id: string | undefined;
      const values = query({ fromSrc: '-', changes });
      await run(
        { method: 'POST', path: '/images/create', query: values, body: tar, signal },
        ({ status }) => {
          id = /^(?:sha256:)?[0-9a-f]{64}$/.exec(status ?? '')?.[0] ?? id;
        },
      );
      if (id === undefined)
        throw protocolError('POST /images/create', 'the import ended without an image id');
      await tag(id, name, { signal });
      return id;
    },
    build: async (context, options = {}) => {
      const call: ApiCall = {
        method: 'POST',
        path: '/build',
        query: query({
          t: options.tags,
          dockerfile: options.dockerfile,
          buildargs: options.buildArgs && JSON.stringify(options.buildArgs),
          labels: options.labels && JSON.stringify(options.labels),
          target: options.target,
          platform: options.platform,
          rm: true,
          forcerm: true,
        }),
        body: context,
        signal: options.signal,
      };
      const id = (await run(call, options.onProgress))?.ID;
      if (id === undefined) throw protocolError('POST /build', 'the build ended without naming an image');
      return id;
    },
    tag,
    remove: (name, options = {}) =>
      api.done({
        method: 'DELETE',
        path: pathOf(name),
        query: query({ force: options.force }),
        signal: options.signal,
      }),
  };
}
