import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';

/** What finding an engine needs to know of the machine; tests hand in their own. */
export interface HostView {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The text of a file, or undefined if there is none. */
  readonly readText: (path: string) => string | undefined;
  readonly isSocket: (path: string) => boolean;
}

/** The machine we run on. */
export function hostView(): HostView {
  return {
    platform: process.platform,
    home: homedir(),
    readText: (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    isSocket: (path) => statSync(path, { throwIfNoEntry: false })?.isSocket() ?? false,
  };
}
