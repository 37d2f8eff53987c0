import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEngineClient } from '../../../src/docker/client.ts';
import type { EngineEndpoint } from '../../../src/docker/endpoint.ts';
import { ensureBusyboxImage } from '../docker/busybox-image.ts';
import { startProgram } from '../e2e/program.ts';
import { temporaryDirectory } from '../e2e/server.ts';
import { waitFor } from '../e2e/wait-for.ts';

/** A Docker Engine of the test's own, which it may restart and kill. */
export interface OwnEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly address: string;
  readonly endpoint: EngineEndpoint;
  /** Ends it with the signal, calls `whileAway`, and starts it again on the same data. */
  readonly restart: (signal: 'SIGTERM' | 'SIGKILL', whileAway: () => void) => Promise<void>;
}

/**
 * Needs root. The engine gets a network namespace of its own: it then makes its bridges and rules there, and
 * can do nothing to those of the machine. Its containerd is its child, and ends with it or is ended here.
 */
export async function startOwnEngine(options: { readonly liveRestore: boolean }): Promise<OwnEngine> {
  await using undo = new AsyncDisposableStack();
  const { path: home } = undo.use(await temporaryDirectory());
  const path = join(home, 'docker.sock');
  const address = `unix://${path}`;
  const endpoint: EngineEndpoint = { kind: 'unix', path, address, source: 'test' };
  await mkdir(join(home, 'exec'));
  // Keeps the namespace while the engine is away, as the machine's would be kept.
  const holder = undo.use(startProgram('unshare', ['--net', 'sleep', '3600']));
  let engine: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const directories = ['--data-root', join(home, 'data'), '--exec-root', join(home, 'exec')];
    const rest = ['--pidfile', join(home, 'docker.pid'), '--host', address, '--shutdown-timeout', '2'];
    const args = [...directories, ...rest, ...(options.liveRestore ? ['--live-restore'] : [])];
    const inside = ['--net', `--target=${holder.pid}`, 'dockerd', ...args];
    const started = spawn('nsenter', inside, { stdio: ['ignore', 'ignore', 'pipe'] });
    engine = started;
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
    started.on('error', (error) => (said += error.message));
    await using client = createEngineClient({ endpoint });
    await waitFor('the engine to answer', async () => {
      if (started.exitCode !== null) throw new Error(`dockerd ended with ${started.exitCode}: ${said}`);
      return client.system.engineInfo({ signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => undefined,
      );
    });
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (engine === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
    const ended = once(engine, 'exit');
    engine.kill(signal);
    await ended;
  };
  undo.defer(async () => {
    await end('SIGTERM');
    await endRest(home);
  });
  await start();
  {
    await using client = createEngineClient({ endpoint });
    await ensureBusyboxImage(client);
  }
  const parts = undo.move();
  return {
    address,
    endpoint,
    async restart(signal, whileAway) {
      await end(signal);
      // The kernel tells it that its engine has died; an engine that comes meanwhile would still use it.
      await containerdEnded(home);
      // Where nobody reaps orphans, a zombie has its pid still, and is taken for a containerd that runs.
      await rm(join(home, 'exec', 'containerd', 'containerd.pid'), { force: true });
      whileAway();
      await start();
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function containerdEnded(home: string): Promise<void> {
  const found = (await processesOf(home)).find(({ command }) => command.startsWith('containerd '));
  if (found === undefined) return;
  await waitFor('containerd to end', async () =>
    (await processesOf(home)).some((other) => other.pid === found.pid) ? undefined : true,
  );
}

/** Shims whose containers a failed test has left, and what they have mounted. */
async function endRest(home: string): Promise<void> {
  for (const { pid } of await processesOf(home)) process.kill(pid, 'SIGKILL');
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const mount of mounts.filter((path) => path.startsWith(`${home}/`)).toReversed()) {
    await promisify(execFile)('umount', ['--lazy', mount]).catch(() => {});
  }
}

/** Those that were started with a path in the test's own directory: nobody else's can name it. */
async function processesOf(
  home: string,
): Promise<readonly { readonly pid: number; readonly command: string }[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const commands = pids.map(async (pid) => {
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return { pid, command: text.replaceAll('\0', ' ') };
  });
  return (await Promise.all(commands)).filter(({ command }) => command.includes(`${home}/`));
}
