import { readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { containersWith, leftBehind, removeLeftBehind } from './left-behind.ts';
import { type Exit, type Program, startLongshoreProgram } from './program.ts';
import { waitFor } from './wait-for.ts';

export interface ServerOptions {
  /** Beside `serve --port 0`. Without `--data-dir` it is ephemeral. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Stands for the user's home: servers that share one clean up after each other. By default its own. */
  readonly home?: string;
}

/**
 * A `longshore serve` in a process of its own. Disposing it is SIGTERM, and fails unless it ends with 0 and
 * has left nothing on the engine.
 */
export interface ServerProcess extends AsyncDisposable {
  readonly program: Program;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly port: number;
  readonly installation: string;
  /** Ids of all its containers on the engine but the relay of 169.254.170.2. */
  readonly containers: () => Promise<readonly string[]>;
  /** Sends SIGTERM, waits, and checks what disposing checks; once it has ended, disposing does no more. */
  readonly stop: () => Promise<void>;
  /** As by `kill -9`: what is left on the engine is whose who comes next. */
  readonly crash: () => Promise<void>;
  /** For tests that end it in another way: it ended so, and left nothing. */
  readonly ended: () => Promise<Exit>;
}

export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  await using undo = new AsyncDisposableStack();
  const home = options.home ?? undo.use(await temporaryDirectory()).path;
  const args = options.args ?? [];
  const dataDirectory = args[args.indexOf('--data-dir') + 1];
  const isEphemeral = !args.includes('--data-dir');
  const before = new Set(claimsIn(home));
  const program = undo.use(
    startLongshoreProgram(['serve', '--port', '0', ...(isEphemeral ? ['--ephemeral'] : []), ...args], {
      env: { XDG_DATA_HOME: home, ...options.env },
    }),
  );
  const [, endpoint = '', port = ''] = await program.until(/is ready at (http:\/\/\S+:(\d+)) \(.*\)\n/);
  const installation = isEphemeral
    ? claimsIn(home).find((claim) => !before.has(claim))
    : await installationIn(dataDirectory ?? '');
  if (installation === undefined) throw new Error(`no claim of a new installation in ${home}`);
  const label = `longshore.installation=${installation}`;

  let isOver = false;
  const ended = async (): Promise<Exit> => {
    isOver = true;
    const exit = await Promise.race([program.ended, tooLong(program)]);
    const left = await leftBehind(label);
    if (left.length === 0) return exit;
    await removeLeftBehind(label);
    throw new Error(`the server ended with ${exit.code} and left ${left.join(', ')}`);
  };
  const stop = async (): Promise<void> => {
    program.signal('SIGTERM');
    const { code, signal } = await ended();
    if (code !== 0) throw new Error(`the server ended with ${code ?? signal}:\n${program.stderr()}`);
  };
  const parts = undo.move();
  return {
    program,
    endpoint,
    port: Number(port),
    installation,
    containers: () => containersWith(label),
    stop,
    async crash() {
      isOver = true;
      program.signal('SIGKILL');
      await program.ended;
    },
    ended,
    async [Symbol.asyncDispose]() {
      await using _ = parts;
      if (!isOver) await stop();
    },
  };
}

async function tooLong(program: Program): Promise<never> {
  await waitFor('the server to end', () => (program.isRunning() ? undefined : true), 45_000).catch(
    (error: unknown) => {
      program.signal('SIGKILL');
      throw error;
    },
  );
  // Its output closes right after it.
  return new Promise<never>(() => {});
}

export interface TemporaryDirectory extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryDirectory(): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), 'longshore-e2e-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Ids of the ephemeral installations of this home whose process has not said that all is gone. */
export function claimsIn(home: string): readonly string[] {
  try {
    const names = readdirSync(join(home, 'longshore', 'claims'));
    return names.filter((name) => name.endsWith('.claim')).map((name) => name.slice(0, -'.claim'.length));
  } catch {
    return [];
  }
}

/** Looks into a copy: the server holds a lock on its own. */
async function installationIn(dataDirectory: string): Promise<string | undefined> {
  await using copy = await temporaryDirectory();
  for (const name of await readdir(dataDirectory)) {
    if (name.startsWith('longshore.db')) await copyFile(join(dataDirectory, name), join(copy.path, name));
  }
  const database = new DatabaseSync(join(copy.path, 'longshore.db'));
  try {
    const row = database.prepare("SELECT value FROM meta WHERE key = 'installation'").get();
    return typeof row?.['value'] === 'string' ? row['value'] : undefined;
  } finally {
    database.close();
  }
}
