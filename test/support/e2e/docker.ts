import { ECRClient, CreateRepositoryCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { createEngineClient, type EngineClient } from '../../../src/docker/client.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { busyboxImage, ensureBusyboxImage } from '../docker/busybox-image.ts';
import { type Finished, finish, type Program, startProgram } from './program.ts';
import { temporaryDirectory } from './server.ts';

/** The docker command line with a configuration of its own, so that the user's logins stay as they are. */
export interface DockerCli extends AsyncDisposable {
  readonly engine: EngineClient;
  run(args: readonly string[], input?: string): Promise<Finished>;
  /** What a command that must succeed printed. */
  ok(args: readonly string[], input?: string): Promise<string>;
  start(args: readonly string[]): Program;
  /** An image like no other that has `WHICH` in its environment. */
  build(name: string, which: string): Promise<void>;
  /** Removed from the engine at the end, with all images whose names begin so. */
  readonly cleanUp: (prefix: string) => void;
}

export async function dockerCli(): Promise<DockerCli> {
  await using undo = new AsyncDisposableStack();
  const home = undo.use(await temporaryDirectory());
  const engine = undo.use(
    createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) }),
  );
  await ensureBusyboxImage(engine);
  const env = { DOCKER_CONFIG: home.path, DOCKER_BUILDKIT: '0' };
  const prefixes: string[] = [];
  undo.defer(() => removeImages(engine, prefixes));
  const start = (args: readonly string[], input?: string): Program =>
    startProgram('docker', args, { env, ...(input === undefined ? {} : { input }) });
  const run = async (args: readonly string[], input?: string): Promise<Finished> => {
    await using program = start(args, input);
    return await finish(program);
  };
  const ok = async (args: readonly string[], input?: string): Promise<string> => {
    const { code, stdout, stderr } = await run(args, input);
    if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  const parts = undo.move();
  return {
    engine,
    run,
    ok,
    start: (args) => start(args),
    async build(name, which) {
      await ok(
        ['build', '-t', name, '-'],
        `FROM ${busyboxImage}\nENV WHICH=${which} AT=${performance.now()}\n`,
      );
    },
    cleanUp: (prefix) => void prefixes.push(prefix),
    [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose](),
  };
}

async function removeImages(engine: EngineClient, prefixes: readonly string[]): Promise<void> {
  for (const { RepoTags, RepoDigests } of await engine.images.list()) {
    for (const name of [...(RepoTags ?? []), ...(RepoDigests ?? [])]) {
      if (prefixes.some((prefix) => name.startsWith(prefix)))
        await engine.images.remove(name).catch(() => {});
    }
  }
}

export interface Pushing extends Disposable {
  readonly ecr: ECRClient;
  /** `127.0.0.1:4566` */
  readonly address: string;
  create(repositoryName: string): Promise<string>;
  /** As `docker login` does. */
  login(docker: DockerCli): Promise<string>;
}

export function pushing(endpoint: string): Pushing {
  const ecr = new ECRClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const address = new URL(endpoint).host;
  return {
    ecr,
    address,
    async create(repositoryName) {
      const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName }));
      return repository?.repositoryUri ?? '';
    },
    async login(docker) {
      const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
      const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
      return docker.ok(
        ['login', '--username', 'AWS', '--password-stdin', address],
        token.replace('AWS:', ''),
      );
    },
    [Symbol.dispose]: () => ecr.destroy(),
  };
}
