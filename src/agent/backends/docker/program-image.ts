import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';

import { pack } from 'tar-stream';

import type { EngineClient } from '../../../docker/client.ts';

/** Those for which we have programs. */
export type Architecture = 'amd64' | 'arm64';

export interface ProgramImage {
  /** Of the program; the image is `longshore/<name>`. */
  readonly name: string;
  readonly program: (architecture: Architecture) => Uint8Array;
}

/**
 * Makes an image of one static program on the engine, so that nothing has to be pulled; returns its name,
 * which follows from what is in it.
 */
export async function makeProgramImage(
  engine: EngineClient,
  { name, program }: ProgramImage,
  signal: AbortSignal,
): Promise<string> {
  const { arch } = await engine.system.engineInfo({ signal });
  if (arch !== 'amd64' && arch !== 'arm64')
    throw new Error(`no ${name} program for the architecture ${arch}`);
  const bytes = Buffer.from(program(arch));
  const image = `longshore/${name}:${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  if (await engine.images.exists(image, { signal })) return image;
  const tar = pack();
  tar.entry({ name, mode: 0o755 }, bytes);
  tar.finalize();
  await engine.images.importRoot(tar.pipe(new PassThrough()), {
    name: image,
    changes: [`ENTRYPOINT ["/${name}"]`],
    signal,
  });
  return image;
}
