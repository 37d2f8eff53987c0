import { request } from 'node:http';
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { startTestLongshore, type TestLongshore } from '../longshore.ts';
import { sha256, type TestImage } from './images.ts';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** `Authorization`; the token's unless told, none for `null`. */
  readonly authorization?: string | null;
}

/** A registry and how to speak to it: by the SDK, and as docker does. */
export interface TestRegistry extends AsyncDisposable {
  readonly longshore: TestLongshore;
  readonly ecr: ECRClient;
  readonly endpoint: string;
  readonly authorization: string;
  /** An answer of `/v2/…`; redirects and locations are left as they are. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  create(...repositories: readonly string[]): Promise<void>;
  /** Uploads a blob in one request, and returns its digest. */
  pushBlob(repository: string, blob: Uint8Array): Promise<string>;
  putManifest(repository: string, reference: string, manifest: string, mediaType: string): Promise<Response>;
  /** Blobs and manifest. */
  push(repository: string, reference: string, image: TestImage): Promise<void>;
  /** Sends the head of a request and a part of its body, and hangs up. */
  cutOff(method: string, path: string, part: Uint8Array, length: number): Promise<void>;
}

export async function startTestRegistry(): Promise<TestRegistry> {
  await using undo = new AsyncDisposableStack();
  const longshore = undo.use(await startTestLongshore());
  const { endpoint } = longshore.longshore;
  const ecr = new ECRClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  undo.defer(() => ecr.destroy());
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;

  const call: TestRegistry['call'] = (method, path, options = {}) => {
    const given = options.authorization === undefined ? authorization : options.authorization;
    return fetch(new URL(path, endpoint), {
      method,
      headers: { ...(given === null ? {} : { authorization: given }), ...options.headers },
      ...(options.body === undefined ? {} : { body: options.body }),
      redirect: 'manual',
    });
  };
  const pushBlob: TestRegistry['pushBlob'] = async (repository, blob) => {
    const digest = sha256(blob);
    const answer = await call('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
      body: blob,
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    return digest;
  };
  const putManifest: TestRegistry['putManifest'] = (repository, reference, manifest, mediaType) =>
    call('PUT', `/v2/${repository}/manifests/${reference}`, {
      body: manifest,
      headers: { 'content-type': mediaType },
    });
  const parts = undo.move();
  return {
    longshore,
    ecr,
    endpoint,
    authorization,
    call,
    pushBlob,
    putManifest,
    async create(...repositories) {
      for (const repositoryName of repositories)
        await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    },
    async push(repository, reference, { config, layer, manifest, mediaType }) {
      await pushBlob(repository, config);
      await pushBlob(repository, layer);
      const answer = await putManifest(repository, reference, manifest, mediaType);
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
    async cutOff(method, path, part, length) {
      const sending = request(new URL(path, endpoint), {
        method,
        headers: { authorization, 'content-length': length, 'content-type': 'application/octet-stream' },
      });
      const closed = new Promise((resolve) => sending.once('close', resolve).once('error', resolve));
      sending.write(part);
      // What was written has left this process once the kernel has taken it.
      await new Promise((resolve) => sending.once('socket', (socket) => socket.once('connect', resolve)));
      await new Promise((resolve) => sending.write('', resolve));
      sending.destroy();
      await closed;
    },
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

/** The errors of a refusal, as `CODE message`. */
export async function errorsOf(answer: Response): Promise<readonly string[]> {
  const { errors } = (await answer.json()) as {
    readonly errors: readonly { readonly code: string; readonly message: string }[];
  };
  return errors.map(({ code, message }) => `${code} ${message}`);
}
