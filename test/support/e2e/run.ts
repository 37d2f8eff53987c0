import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leftBehind, removeLeftBehind } from './left-behind.ts';
import { type Finished, finish, type Program, startLongshoreProgram } from './program.ts';
import { temporaryDirectory } from './server.ts';

export interface RunOptions {
  /** Written to a file, which becomes the first argument. */
  readonly definition?: object | string;
  readonly name?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** A `longshore run` in a process of its own. */
export interface RunProcess extends AsyncDisposable {
  readonly program: Program;
  /** Its user's data directory. */
  readonly home: string;
  /** Waits for the end; fails when anything of the task is left on the engine. */
  readonly finished: () => Promise<Finished>;
}

export async function startRun(options: RunOptions): Promise<RunProcess> {
  await using undo = new AsyncDisposableStack();
  const home = undo.use(await temporaryDirectory()).path;
  const files: string[] = [];
  if (options.definition !== undefined) {
    const file = join(home, options.name ?? 'task.json');
    const { definition } = options;
    await writeFile(file, typeof definition === 'string' ? definition : JSON.stringify(definition));
    files.push(file);
  }
  const program = undo.use(
    startLongshoreProgram(['run', ...files, ...(options.args ?? [])], {
      env: { XDG_DATA_HOME: home, ...options.env },
      ...(options.input !== undefined && { input: options.input }),
    }),
  );
  const parts = undo.move();
  return {
    program,
    home,
    async finished() {
      const end = await finish(program);
      const task = taskIn(end.stderr);
      if (task !== undefined) await nothingLeftOf(task, end);
      return end;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Runs to the end. */
export async function run(options: RunOptions): Promise<Finished> {
  await using started = await startRun(options);
  return await started.finished();
}

async function nothingLeftOf(task: string, { stderr }: Finished): Promise<void> {
  // Whoever found a server to use has not ended what is on it.
  if (stderr.includes('Using the Longshore at')) {
    throw new Error('A Longshore runs at http://127.0.0.1:4566 and was used: stop it, then test again.');
  }
  const label = `longshore.task=${task}`;
  const left = await leftBehind(label);
  if (left.length === 0) return;
  await removeLeftBehind(label);
  throw new Error(`longshore run left ${left.join(', ')}`);
}

function taskIn(stderr: string): string | undefined {
  return /^Running \S+ as (arn:\S+)$/m.exec(stderr)?.[1];
}
