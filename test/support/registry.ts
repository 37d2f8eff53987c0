import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import { pack } from 'tar-stream';

import type { EngineClient } from '../../src/docker/client.ts';

/** Container images come from it as from any registry; engines speak plain HTTP with those on loopback. */
export interface Registry extends AsyncDisposable {
  /** `127.0.0.1:port`, for use in an image's name. */
  readonly address: string;
  /** Every request, in order, as `GET /v2/team/app/manifests/1`; those without a login are left out. */
  readonly requests: readonly string[];
  /** How often the manifest of this tag was asked for: once in each attempt to pull it. */
  pulls(repository: string, tag: string): number;
  /** Puts an image there and returns the digest of its manifest. */
  push(repository: string, tag: string, image?: ImageOptions): Promise<string>;
  /** Resolves when somebody asks for a URL in which `part` occurs. */
  asked(part: string): Promise<void>;
  /**
   * Answers to URLs in which `part` occurs break off after their first bytes, until `release`. `hungUp`
   * resolves when somebody has closed the connection in the middle of one.
   */
  hold(part: string): { readonly release: () => void; readonly hungUp: Promise<void> };
  /** The next `times` requests for URLs in which `part` occurs are answered with this status. */
  fail(part: string, status: number, times: number): void;
}

export interface RegistryOptions {
  /** Requests without this login are refused. */
  readonly login?: { readonly username: string; readonly password: string };
}

export interface ImageOptions {
  readonly architecture?: string;
  /** Bytes of noise in the layer, so that it takes a while. */
  readonly size?: number;
  readonly environment?: readonly string[];
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

interface Held {
  readonly part: string;
  readonly released: Promise<void>;
  readonly hangUp: () => void;
}

/** `engine` is freed of all images of this registry at the end. */
export async function startRegistry(engine: EngineClient, options: RegistryOptions = {}): Promise<Registry> {
  const requests: string[] = [];
  const blobs = new Map<string, Buffer>();
  /** By `repository:tag` and `repository:digest`. */
  const manifests = new Map<string, Buffer>();
  const held: Held[] = [];
  const failures: { readonly part: string; readonly status: number; times: number }[] = [];
  const waiting: { readonly part: string; readonly resolve: () => void }[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? '';
    if (options.login !== undefined && !isLogin(request.headers.authorization, options.login)) {
      response.setHeader('WWW-Authenticate', 'Basic realm="test"');
      refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
      return;
    }
    requests.push(`${request.method} ${url}`);
    for (const { part, resolve } of waiting) if (url.includes(part)) resolve();
    const failure = failures.find(({ part, times }) => times > 0 && url.includes(part));
    if (failure !== undefined) {
      failure.times -= 1;
      refuse(response, failure.status, 'INTERNAL', 'made to fail');
      return;
    }
    await serve(url, request.method === 'HEAD', response);
  };

  const serve = async (url: string, isHead: boolean, response: ServerResponse): Promise<void> => {
    if (url === '/v2/') {
      response.end('{}');
      return;
    }
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)$/.exec(decodeURIComponent(url)) ?? [];
    const body = kind === 'blobs' ? blobs.get(reference) : manifests.get(`${repository}:${reference}`);
    if (body === undefined) {
      const isKnown = [...manifests.keys()].some((key) => key.startsWith(`${repository}:`));
      if (isKnown) refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
      else refuse(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry');
      return;
    }
    response.setHeader('Content-Type', kind === 'blobs' ? 'application/octet-stream' : manifestType);
    response.setHeader('Content-Length', body.length);
    response.setHeader('Docker-Content-Digest', digestOf(body));
    const hold = held.find(({ part }) => url.includes(part));
    if (hold === undefined || isHead) {
      response.end(isHead ? undefined : body);
      return;
    }
    response.write(body.subarray(0, 100));
    response.on('close', () => {
      if (!response.writableFinished) hold.hangUp();
    });
    await hold.released;
    response.end(body.subarray(100));
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  const address = `127.0.0.1:${bound.port}`;

  const keep = (body: Buffer): { readonly digest: string; readonly size: number } => {
    const digest = digestOf(body);
    blobs.set(digest, body);
    return { digest, size: body.length };
  };

  return {
    address,
    requests,
    pulls: (repository, tag) =>
      // Engines ask for the digest of a tag first, and for the manifest by its digest, if they have not got it.
      requests.filter((line) => line === `HEAD /v2/${repository}/manifests/${tag}`).length,
    async push(repository, tag, image = {}) {
      const root = await rootDirectory(image.size ?? 0);
      const config = {
        architecture: image.architecture ?? hostArchitecture,
        os: 'linux',
        config: { Env: ['PATH=/bin', ...(image.environment ?? [])], Cmd: ['sh'] },
        rootfs: { type: 'layers', diff_ids: [digestOf(root)] },
      };
      const configType = 'application/vnd.docker.container.image.v1+json';
      const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: manifestType,
          config: { mediaType: configType, ...keep(Buffer.from(JSON.stringify(config))) },
          layers: [{ mediaType: layerType, ...keep(gzipSync(root, { level: 1 })) }],
        }),
      );
      const digest = digestOf(manifest);
      manifests.set(`${repository}:${tag}`, manifest);
      manifests.set(`${repository}:${digest}`, manifest);
      return digest;
    },
    asked: (part) =>
      requests.some((line) => line.includes(part))
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ part, resolve })),
    hold(part) {
      const released = Promise.withResolvers<void>();
      const hungUp = Promise.withResolvers<void>();
      held.push({ part, released: released.promise, hangUp: hungUp.resolve });
      return { release: released.resolve, hungUp: hungUp.promise };
    },
    fail: (part, status, times) => void failures.push({ part, status, times }),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await removeImages(engine, `${address}/`);
    },
  };
}

/** Where the tests run, the engine does. */
const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

async function removeImages(engine: EngineClient, prefix: string): Promise<void> {
  for (const { Id, RepoTags, RepoDigests } of await engine.images.list()) {
    const names = [...(RepoTags ?? []), ...(RepoDigests ?? [])];
    if (names.some((name) => name.startsWith(prefix))) await engine.images.remove(Id, { force: true });
  }
}

/** The static busybox of this machine, and something that makes the layer like no other. */
async function rootDirectory(size: number): Promise<Buffer> {
  const busybox = await readFile('/bin/busybox');
  const tar = pack();
  tar.entry({ name: 'bin/', type: 'directory', mode: 0o755 });
  tar.entry({ name: 'bin/busybox', mode: 0o755 }, busybox);
  for (const applet of ['sh', 'sleep', 'echo']) {
    tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox' });
  }
  tar.entry({ name: 'noise' }, randomBytes(16 + size));
  tar.finalize();
  return buffer(tar);
}

function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

function isLogin(
  header: string | undefined,
  { username, password }: NonNullable<RegistryOptions['login']>,
): boolean {
  return header === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ errors: [{ code, message, detail: {} }] }));
}
