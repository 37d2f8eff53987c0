import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { RegistryAuth } from '../../../docker/registry-auth.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { withDeadline } from '../../../kernel/deadline.ts';
import { helperAuth } from './registry-logins-config.ts';

/** A helper may ask its user to unlock a keychain, but a pull does not wait for ever. */
const helperTimeout = 30_000;

/** What every helper says, and exits with 1, when it has no login for a registry. */
const nothingFound = 'credentials not found in native keychain';

export interface HelperCall {
  /** The part of the program's name after `docker-credential-`. */
  readonly name: string;
  readonly server: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks a credential helper of the user's: the server on its standard input, the login as JSON on its
 * output. Run without a shell and killed when it takes too long. `undefined`: it has no login for it.
 */
export async function askHelper(
  { name, server, env }: HelperCall,
  clock: Clock,
  signal: AbortSignal,
): Promise<RegistryAuth | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw new Error(`"${name}" is no name of a credential helper`);
  const program = `docker-credential-${name}`;
  try {
    return await withDeadline(clock, helperTimeout, signal, async (inner) => {
      const running = promisify(execFile)(program, ['get'], {
        env: { ...env },
        signal: inner,
        killSignal: 'SIGKILL',
        windowsHide: true,
      });
      // A helper that ends without reading breaks the pipe; its exit code says what is the matter.
      running.child.stdin?.on('error', () => {});
      running.child.stdin?.end(server);
      return helperAuth((await running).stdout, server);
    });
  } catch (error) {
    if (signal.aborted) throw error;
    if (outputOf(error) === nothingFound) return undefined;
    throw new Error(`${program}: ${reasonOf(error)}`, { cause: error });
  }
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error) || !('stdout' in error)) return '';
  return typeof error.stdout === 'string' ? error.stdout.trim() : '';
}

/** Helpers write what went wrong to standard output; what looks like an answer is not repeated. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ENOENT') return 'there is no such program on the PATH';
  if (error instanceof SyntaxError) return 'its answer is not JSON';
  if (!('stdout' in error)) return error.message;
  const said = outputOf(error);
  return said === '' || said.includes('{') ? 'it failed without saying why' : said.slice(0, 200);
}
