import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { pack } from 'tar-stream';
import type { EngineClient } from '../../../src/docker/client.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { routerProgram } from './router-program.ts';

export interface RouterImage extends AsyncDisposable {
  readonly name: string;
}

/** The stand-in router, with this machine's Node and the libraries that it is linked against. */
export async function makeRouterImage(engine: EngineClient): Promise<RouterImage> {
  const { stdout } = await promisify(execFile)('ldd', [process.execPath]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const tar = pack();
  const name = `longshore-test/router:${randomIds.hex(8)}`;
  const importing = engine.images.importRoot(tar.pipe(new PassThrough()), {
    name,
    changes: ['ENTRYPOINT ["/node", "/router.cjs"]'],
  });
  tar.entry({ name: 'node', mode: 0o755 }, await readFile(process.execPath));
  tar.entry({ name: 'router.cjs' }, routerProgram);
  for (const path of libraries) tar.entry({ name: path.slice(1), mode: 0o755 }, await readFile(path));
  tar.finalize();
  await importing;
  return { name, [Symbol.asyncDispose]: () => engine.images.remove(name, { force: true }) };
}
