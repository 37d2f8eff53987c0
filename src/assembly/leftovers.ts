import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../agent/backends/backend.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Claim } from '../store/claim.ts';
import type { Installation } from '../store/installation.ts';
import type { LongshoreOptions } from './options.ts';

/** What cannot be read now keeps nobody from working; the claim stays for a later start. */
export function abandonedClaims(installation: Installation, log: Log): readonly Claim[] {
  try {
    return installation.abandoned((file, error) =>
      log.warn({ file, problem: messageOf(error) }, 'cannot tell whether a claim is held'),
    );
  } catch (error) {
    log.warn({ problem: messageOf(error) }, 'cannot look for what killed Longshores have left');
    return [];
  }
}

/** Pushed images and objects lie with the rest of the data; without a data directory, where they can be found to remove. */
export function blobDirectory(
  of: 'ecr' | 's3',
  { dataDirectory }: LongshoreOptions,
  { id }: Installation,
): { readonly directory: string; readonly isEphemeral: boolean } {
  return dataDirectory === undefined
    ? { directory: temporaryBlobs(of, id), isEphemeral: true }
    : { directory: join(dataDirectory, of), isEphemeral: false };
}

/** All that an installation without a data directory can leave: images and objects here, the rest on the engine. */
export const removalOf =
  (backend: Backend): Backend['removeInstallation'] =>
  async (installation, signal) => {
    rmSync(temporaryBlobs('ecr', installation), { recursive: true, force: true });
    rmSync(temporaryBlobs('s3', installation), { recursive: true, force: true });
    await backend.removeInstallation(installation, signal);
  };

const temporaryBlobs = (of: 'ecr' | 's3', installation: string): string =>
  join(tmpdir(), `longshore-${of}-${installation}`);
