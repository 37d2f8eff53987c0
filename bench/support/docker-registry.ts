import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import { waitFor } from '../../test/support/e2e/wait-for.ts';

/** Another registry, with its blobs in a directory of its own. */
export interface OtherRegistry extends AsyncDisposable {
  readonly endpoint: string;
}

const kept = join(import.meta.dirname, '..', '..', '.longshore', 'bench');

/** Debian's `docker-registry`, which is the distribution project's own, configured as in its package. */
export async function startDockerRegistry(): Promise<OtherRegistry> {
  await using undo = new AsyncDisposableStack();
  const directory = undo.use(await temporaryDirectory());
  const port = await freePort();
  const config = join(directory.path, 'config.yml');
  await mkdir(join(directory.path, 'data'));
  await writeFile(
    config,
    `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage:
  cache: {blobdescriptor: inmemory}
  filesystem: {rootdirectory: ${join(directory.path, 'data')}}
  delete: {enabled: true}
http: {addr: '127.0.0.1:${port}'}
`,
  );
  const child = spawn(binary(), ['serve', config], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  undo.defer(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitFor('docker-registry to listen', async () => {
    if (child.exitCode !== null) throw new Error(`docker-registry ended with ${child.exitCode}`);
    const answer = await fetch(`${endpoint}/v2/`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  });
  const parts = undo.move();
  return { endpoint, [Symbol.asyncDispose]: () => parts[Symbol.asyncDispose]() };
}

/** The one that is installed, else the one of the package, which is unpacked and not installed. */
function binary(): string {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const installed = directories.map((path) => join(path, 'docker-registry')).find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const unpacked = join(kept, 'docker-registry', 'usr', 'bin', 'docker-registry');
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(kept, { recursive: true });
  try {
    const quiet = { cwd: kept, stdio: 'ignore' } as const;
    execFileSync('apt-get', ['download', 'docker-registry'], quiet);
    const archive = readdirSync(kept).find((name) => /^docker-registry_.*\.deb$/.test(name)) ?? '';
    execFileSync('dpkg-deb', ['-x', archive, 'docker-registry'], quiet);
    return unpacked;
  } catch (cause) {
    throw new Error('docker-registry is not on the PATH: install the package docker-registry', { cause });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}
