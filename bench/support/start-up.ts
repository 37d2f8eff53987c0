import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { cleanEnvironment } from '../../test/support/e2e/program.ts';

const root = join(import.meta.dirname, '../..');

/** This process' own node first on PATH, so that Longshore and the baseline run on the same. */
export function benchEnvironment(home: string): Record<string, string | undefined> {
  const environment = cleanEnvironment();
  const path = `${dirname(process.execPath)}:${environment['PATH'] ?? ''}`;
  return { ...environment, PATH: path, XDG_DATA_HOME: home };
}

/** Milliseconds from the start of the process until it has written its ready line. It is stopped afterwards. */
export async function timeToReady(home: string, args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(
    join(root, 'bin/longshore'),
    ['serve', '--port', '0', '--log-level', 'error', ...args],
    {
      cwd: root,
      env: benchEnvironment(home),
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const exited = once(child, 'exit');
  try {
    let text = '';
    const ready = Promise.withResolvers<number>();
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(' is ready at ')) ready.resolve(performance.now() - begun);
    });
    const ended = exited.then(() => {
      throw new Error(`longshore serve ended before it was ready: ${text}`);
    });
    return await Promise.race([ready.promise, ended]);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

/** Milliseconds that a node takes which does nothing: what no program on it can go below. */
export async function timeOfBareNode(): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await once(child, 'exit');
  return performance.now() - begun;
}
