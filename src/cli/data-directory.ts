import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Place {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** This machine, for this user. */
export const placeOf = (env: Place['env']): Place => ({ platform: process.platform, home: homedir(), env });

/**
 * Where data lies unless the user says otherwise: the XDG base directories on Linux and other Unix systems
 * (a relative XDG_DATA_HOME is to be ignored, says that specification), Application Support on macOS, the
 * local application data on Windows.
 */
export function defaultDataDirectory({ platform, home, env }: Place): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'longshore');
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'longshore');
    default: {
      const xdg = env['XDG_DATA_HOME'];
      return join(xdg?.startsWith('/') === true ? xdg : join(home, '.local', 'share'), 'longshore');
    }
  }
}

/**
 * Where a Longshore without a data directory notes that it is alive (`store/claim.ts`): the same place for
 * all of a user's, whatever their --data-dir, because each cleans up after those that were killed.
 */
export function claimDirectory(place: Place): string {
  return join(defaultDataDirectory(place), 'claims');
}
