import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { waitFor } from './wait-for.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that a test started. Disposing it kills what still runs. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly isRunning: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Resolves when all output is there. */
  readonly ended: Promise<Exit>;
  /** Resolves once stdout or stderr matches; throws, with the output, when it ends without. */
  readonly until: (pattern: RegExp) => Promise<RegExpMatchArray>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input; empty by default. */
  readonly input?: string;
  readonly cwd?: string;
}

/** What would make a program do something else than its test says. */
const foreign = /^(?:AWS_|LONGSHORE_|XDG_|FORCE_COLOR$|BUILDKIT)/;

export function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

export function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout = textOf(child.stdout);
  const stderr = textOf(child.stderr);
  // It may end without having read its input.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const ended = endOf(child);
  // Whoever waits for the end hears of a program that could not be started.
  ended.catch(() => {});
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    isRunning,
    signal: (signal) => void child.kill(signal),
    ended,
    until: (pattern) =>
      waitFor(`output that matches ${pattern.source}`, () => {
        const match = stdout().match(pattern) ?? stderr().match(pattern);
        if (match !== null) return match;
        if (isRunning()) return undefined;
        throw new Error(`${command} ended with ${child.exitCode}:\n${stdout()}${stderr()}`);
      }),
    async [Symbol.asyncDispose]() {
      if (isRunning()) child.kill('SIGKILL');
      await ended.catch(() => {});
    },
  };
}

/** `bin/longshore` of this checkout. */
export function startLongshoreProgram(args: readonly string[], options: ProgramOptions = {}): Program {
  return startProgram(`${root}bin/longshore`, args, options);
}

export interface Finished extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for the end. */
export async function finish(program: Program): Promise<Finished> {
  const exit = await program.ended;
  return { ...exit, stdout: program.stdout(), stderr: program.stderr() };
}

async function endOf(child: ChildProcess): Promise<Exit> {
  const [code, signal]: [number | null, NodeJS.Signals | null] = (await once(child, 'close')) as never;
  return { code, signal };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => stripVTControlCharacters(Buffer.concat(chunks).toString());
}
