import { execFile } from 'node:child_process';

/** A program and its arguments. */
export type Command = readonly [program: string, ...arguments: readonly string[]];

/** How a program ended. `missing`: there is no such program. */
export type Ended =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly output: string }
  | { readonly kind: 'missing' };

export type RunProgram = (command: Command, signal: AbortSignal, input?: string) => Promise<Ended>;

/**
 * Runs a program to its end, with `input` to read; rejects when it cannot be run or is aborted. Output is both
 * streams' together.
 */
export const runProgram: RunProgram = ([program, ...rest], signal, input = '') =>
  new Promise((resolve, reject) => {
    const child = execFile(program, rest, { signal, encoding: 'utf8' }, (error, out, err) => {
      if (error === null) resolve({ kind: 'ended', exitCode: 0, output: out });
      else if (typeof error.code === 'number') {
        resolve({ kind: 'ended', exitCode: error.code, output: `${out}${err}` });
      } else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    // One that ends without reading says by its exit code what it did not like.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
