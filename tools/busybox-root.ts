import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

const ELF_MAGIC = '7f454c46';
const PT_INTERP = 3;

/** True for an ELF program that needs no loader and no library, so that it runs alone in an image. */
export function isStaticElf(file: Buffer): boolean {
  if (file.length < 64 || file.subarray(0, 4).toString('hex') !== ELF_MAGIC) return false;
  // Only 64-bit little-endian programs are looked into: every machine that has a current Docker Engine.
  if (file[4] !== 2 || file[5] !== 1) return false;
  const start = Number(file.readBigUInt64LE(32));
  const size = file.readUInt16LE(54);
  const count = file.readUInt16LE(56);
  for (let index = 0; index < count; index += 1) {
    const at = start + index * size;
    if (at + 4 > file.length || file.readUInt32LE(at) === PT_INTERP) return false;
  }
  return true;
}

export interface Busybox {
  readonly program: Buffer;
  /** Names under which it can be called: `sh`, `httpd`, `wget` ... */
  readonly applets: readonly string[];
}

/** This machine's static busybox, or undefined: on macOS, for one, there is none. */
export function findStaticBusybox(paths = ['/bin/busybox', '/usr/bin/busybox']): Busybox | undefined {
  for (const path of paths) {
    try {
      const program = readFileSync(path);
      if (!isStaticElf(program)) continue;
      const applets = execFileSync(path, ['--list'], { encoding: 'utf8' }).split('\n').filter(Boolean);
      return { program, applets };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      throw error;
    }
  }
  return undefined;
}

/** A root file system, as a tar, in which busybox is all there is. The same busybox gives the same bytes. */
export async function busyboxRoot(busybox: Busybox): Promise<Buffer> {
  const tar = pack();
  const mtime = new Date(0);
  for (const name of ['bin', 'etc', 'root', 'srv', 'var']) {
    tar.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime });
  }
  tar.entry({ name: 'tmp/', type: 'directory', mode: 0o1777, mtime });
  const users = 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n';
  tar.entry({ name: 'etc/passwd', mtime }, users);
  tar.entry({ name: 'etc/group', mtime }, 'root:x:0:\nnogroup:x:65534:\n');
  tar.entry({ name: 'bin/busybox', mode: 0o755, mtime }, busybox.program);
  for (const applet of busybox.applets) {
    if (applet === 'busybox') continue;
    tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mtime });
  }
  tar.finalize();
  return buffer(tar);
}
