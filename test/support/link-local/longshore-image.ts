import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import { randomIds } from '../../../src/kernel/ids.ts';
import type { EngineClient } from '../../../src/docker/client.ts';
import { buildBundle } from '../chaos/bundle.ts';

export interface LongshoreImage extends AsyncDisposable {
  readonly name: string;
}

/** Longshore as it is shipped, with this machine's Node and the libraries that it is linked against. */
export async function makeLongshoreImage(engine: EngineClient): Promise<LongshoreImage> {
  await using bundle = await buildBundle();
  const { stdout } = await promisify(execFile)('ldd', [process.execPath]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const tar = pack();
  const name = `longshore-test/longshore:${randomIds.hex(8)}`;
  const importing = engine.images.importRoot(tar.pipe(new PassThrough()), {
    name,
    changes: ['ENTRYPOINT ["/node", "/longshore.mjs"]'],
  });
  tar.entry({ name: 'tmp/', type: 'directory', mode: 0o1777 });
  tar.entry({ name: 'root/', type: 'directory', mode: 0o700 });
  tar.entry({ name: 'node', mode: 0o755 }, await readFile(process.execPath));
  tar.entry({ name: 'longshore.mjs' }, await readFile(bundle.file));
  for (const path of libraries) tar.entry({ name: path.slice(1), mode: 0o755 }, await readFile(path));
  tar.finalize();
  await importing;
  return { name, [Symbol.asyncDispose]: () => engine.images.remove(name) };
}
