import { execFile } from 'node:child_process';

import type { Command } from './commands.ts';

/** How a program ended. `missing`: there is no such program. */
export type Ended =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly output: string }
  | { readonly kind: 'missing' };

export type RunProgram = (command: Command, signal: AbortSignal) => Promise<Ended>;

/** Runs a program to its end; rejects when it cannot be run or is aborted. Output is both streams' together. */
export const runProgram: RunProgram = ([program, ...rest], signal) =>
  new Promise((resolve, reject) => {
    execFile(program, rest, { signal, encoding: 'utf8' }, (error, out, err) => {
      if (error === null) resolve({ kind: 'ended', exitCode: 0, output: out });
      else if (typeof error.code === 'number') {
        resolve({ kind: 'ended', exitCode: error.code, output: `${out}${err}` });
      } else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
  });
