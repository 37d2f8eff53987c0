import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../e2e/server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Bundle extends AsyncDisposable {
  /** The one file that an installed package runs. */
  readonly file: string;
}

/** Builds Longshore as it is shipped, away from `dist`: it starts ten times as fast as from its sources. */
export async function buildBundle(): Promise<Bundle> {
  await using undo = new AsyncDisposableStack();
  const directory = undo.use(await temporaryDirectory());
  const file = join(directory.path, 'longshore.mjs');
  const rolldown = join(root, 'node_modules', '.bin', 'rolldown');
  const args = ['--config', 'rolldown.config.ts', '--file', file, '--logLevel', 'warn'];
  await promisify(execFile)(rolldown, args, { cwd: root });
  const made = undo.move();
  return { file, [Symbol.asyncDispose]: () => made.disposeAsync() };
}
