import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { EngineClient } from '../../../src/docker/client.ts';
import { ensureImage, librariesOf, machineFile } from './image.ts';

const name = 'longshore-test/detectors-node:1';
const program = fileURLToPath(new URL('tell.ts', import.meta.url));

/** This machine's Node and one program, with the SDK and the detector of AWS bundled into it. */
export async function nodeImage(engine: EngineClient): Promise<string> {
  await using bundle = await rolldown({ input: program, platform: 'node', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  const [{ code }] = output;
  const node = await machineFile(process.execPath, '/node');
  const libraries = await Promise.all(
    (await librariesOf([process.execPath])).map((path) => machineFile(path)),
  );
  const tell = { path: '/tell.mjs', bytes: Buffer.from(code), mode: 0o644, mtime: new Date(0) };
  await ensureImage(engine, name, [node, ...libraries, tell], ['CMD ["/node", "/tell.mjs"]']);
  return name;
}
