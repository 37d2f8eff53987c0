import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PassThrough } from 'node:stream';
import { pack } from 'tar-stream';
import type { EngineClient } from '../../../src/docker/client.ts';

export const busyboxImage = 'longshore-test/busybox:1';

const binary = '/bin/busybox';
const digestLabel = 'longshore.test.busybox';

/**
 * Makes the image that the tests run: the static busybox of this machine (Debian's `busybox-static`) with a
 * link for each applet, `/etc/passwd`, and a `/tmp`. Nothing is pulled. Does nothing if the engine has an
 * image of the same binary already.
 */
export async function ensureBusyboxImage(client: EngineClient): Promise<string> {
  const bytes = await readFile(binary).catch((cause: unknown) => {
    throw new Error(`${binary} is missing: install the package busybox-static`, { cause });
  });
  const { stdout } = await promisify(execFile)(binary, ['--list']);
  const applets = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
  const digest = createHash('sha256').update(bytes).update(stdout).digest('hex');
  const there = await client.images.list({ filters: { label: [`${digestLabel}=${digest}`] } });
  if (there.some((image) => image.RepoTags?.some((tag) => tag.endsWith(busyboxImage)))) return busyboxImage;
  await client.images.importRoot(rootDirectory(bytes, applets), {
    name: busyboxImage,
    changes: ['ENV PATH=/bin', 'CMD ["sh"]', `LABEL ${digestLabel}=${digest}`],
  });
  return busyboxImage;
}

function rootDirectory(busybox: Buffer, applets: readonly string[]): AsyncIterable<Buffer> {
  const tar = pack();
  for (const name of ['bin', 'etc', 'tmp', 'root', 'proc', 'sys', 'dev']) {
    tar.entry({ name: `${name}/`, type: 'directory', mode: name === 'tmp' ? 0o1777 : 0o755 });
  }
  tar.entry({ name: 'bin/busybox', mode: 0o755 }, busybox);
  for (const applet of applets) tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox' });
  tar.entry({ name: 'etc/passwd' }, 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n');
  tar.entry({ name: 'etc/group' }, 'root:x:0:\nnobody:x:65534:\n');
  tar.finalize();
  return tar.pipe(new PassThrough());
}
