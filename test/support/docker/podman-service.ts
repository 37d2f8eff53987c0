import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEndpoint } from '../../../src/docker/endpoint.ts';

export interface PodmanService extends AsyncDisposable {
  readonly endpoint: EngineEndpoint;
}

/**
 * Starts Podman's Docker-compatible service on a socket of its own; nothing of the machine's settings is
 * changed. Throws if podman is not installed or does not come up.
 */
export async function startPodmanService(): Promise<PodmanService> {
  const directory = await mkdtemp(join(tmpdir(), 'longshore-podman-'));
  const path = join(directory, 'podman.sock');
  const settings = join(directory, 'containers.conf');
  await writeFile(settings, await containersConf());
  const address = `unix://${path}`;
  const service = spawn('podman', ['system', 'service', '--time=0', address], {
    env: { ...process.env, CONTAINERS_CONF: settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  service.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  let ended: string | undefined;
  service.once('error', () => {
    ended = 'podman is not installed: install the packages podman and busybox-static';
  });
  service.once('exit', (code) => (ended ??= `podman system service ended with ${code}: ${said}`));
  while (!existsSync(path)) {
    if (ended !== undefined) {
      await rm(directory, { recursive: true, force: true });
      throw new Error(ended);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    endpoint: { kind: 'unix', path, address, source: 'test' },
    [Symbol.asyncDispose]: async () => {
      if (ended === undefined) {
        const exit = new Promise((resolve) => service.once('exit', resolve));
        service.kill();
        await exit;
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Podman asks for limits of 2^20 files and processes unless told otherwise, which a machine may not grant
 * even to root; events go to a file, since there may be no journal.
 */
async function containersConf(): Promise<string> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const soft = (name: string): number =>
    Math.min(Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(limits)?.[1] ?? 1_048_576), 1_048_576);
  const files = soft('Max open files');
  // Podman lowers its own limit of processes to the kernel's number of pids.
  const pids = Number(await readFile('/proc/sys/kernel/pid_max', 'utf8'));
  const processes = Math.min(soft('Max processes'), pids);
  return [
    '[containers]',
    `default_ulimits = ["nofile=${files}:${files}", "nproc=${processes}:${processes}"]`,
    '[engine]',
    'events_logger = "file"',
    '',
  ].join('\n');
}
