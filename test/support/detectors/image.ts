import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import type { EngineClient } from '../../../src/docker/client.ts';

const digestLabel = 'longshore.test.files';

export interface ImageFile {
  /** In the image, absolute. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly mode: number;
  readonly mtime: Date;
}

/** A file of this machine, at the same path unless told otherwise. */
export async function machineFile(from: string, path = from): Promise<ImageFile> {
  const [bytes, { mode, mtime }] = await Promise.all([readFile(from), stat(from)]);
  return { path, bytes, mode: mode & 0o777, mtime };
}

/** The libraries that these programs are linked against, by the paths at which they look for them. */
export async function librariesOf(programs: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ldd', [...programs]);
  return [...new Set([...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path))];
}

/**
 * Makes an image of files of this machine: nothing is pulled. One of the same files is used as it is, and
 * one of other files makes way for it, so that there is never more than one of a name.
 */
export async function ensureImage(
  engine: EngineClient,
  name: string,
  files: readonly ImageFile[],
  changes: readonly string[],
): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(changes));
  for (const { path, bytes, mode } of files) hash.update(`\n${path} ${mode} ${bytes.length}\n`).update(bytes);
  const digest = hash.digest('hex');
  const there = (await engine.images.list()).find(({ RepoTags }) => RepoTags?.includes(name));
  if (there?.Labels?.[digestLabel] === digest) return;
  const tar = pack();
  const importing = engine.images.importRoot(tar.pipe(new PassThrough()), {
    name,
    changes: [...changes, `LABEL ${digestLabel}=${digest}`],
  });
  tar.entry({ name: 'tmp/', type: 'directory', mode: 0o1777 });
  for (const { path, bytes, mode, mtime } of files) tar.entry({ name: path.slice(1), mode, mtime }, bytes);
  tar.finalize();
  await importing;
  if (there !== undefined) await engine.images.remove(there.Id);
}
