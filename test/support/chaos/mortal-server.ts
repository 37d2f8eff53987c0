import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram, type Program } from '../e2e/program.ts';

/** A `longshore serve` that is started to be killed, perhaps before it is ready. */
export interface MortalServer extends AsyncDisposable {
  readonly program: Program;
  /** `http://127.0.0.1:<port>`; `undefined` when it has died before it was ready. */
  readonly ready: Promise<string | undefined>;
  /** As by `kill -9`. */
  readonly kill: () => Promise<void>;
}

export interface MortalOptions {
  /** Of the bundle. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export function startMortal({ file, args, env }: MortalOptions): MortalServer {
  const program = startProgram(process.execPath, [file, 'serve', '--port', '0', ...args], {
    env: { ...env, NODE_OPTIONS: undefined },
  });
  return {
    program,
    ready: readiness(program),
    async kill() {
      program.signal('SIGKILL');
      await program.ended;
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

/** Why a server that was not killed has ended by itself is a failure of its own. */
async function readiness(program: Program): Promise<string | undefined> {
  for (;;) {
    const endpoint = /is ready at (http:\/\/\S+) /.exec(program.stdout())?.[1];
    if (endpoint !== undefined) return endpoint;
    if (!program.isRunning()) return undefined;
    await sleep(5);
  }
}
