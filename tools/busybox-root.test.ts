import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { busyboxRoot, findStaticBusybox, isStaticElf } from './busybox-root.ts';

/** A 64-bit ELF header with one program header of the given type. */
function elf(programHeaderType: number): Buffer {
  const file = Buffer.alloc(64 + 56);
  file.write('7f454c460201', 'hex');
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt32LE(programHeaderType, 64);
  return file;
}

test('a program with an interpreter is not static', () => {
  expect(isStaticElf(elf(1))).toBe(true);
  expect(isStaticElf(elf(3))).toBe(false);
});

test('what is no 64-bit ELF program is not static', () => {
  expect(isStaticElf(Buffer.from('#!/bin/sh\n'.padEnd(100)))).toBe(false);
  const of32Bits = elf(1);
  of32Bits[4] = 1;
  expect(isStaticElf(of32Bits)).toBe(false);
  const cutShort = elf(1).subarray(0, 64);
  expect(isStaticElf(cutShort)).toBe(false);
});

test('a path without a program is passed over', () => {
  expect(findStaticBusybox(['/nonexistent/busybox'])).toBeUndefined();
});

test('the root holds busybox and a link for each applet, and the same input gives the same bytes', async () => {
  const busybox = { program: Buffer.from('program'), applets: ['busybox', 'sh', 'httpd'] };
  const root = await busyboxRoot(busybox);
  const entries = new Map<string, string | null | undefined>();
  for await (const entry of Readable.from([root]).pipe(extract())) {
    entries.set(entry.header.name, entry.header.linkname);
    entry.resume();
  }
  expect([...entries.keys()]).toContain('tmp/');
  expect(entries.get('bin/sh')).toBe('busybox');
  expect(entries.get('bin/httpd')).toBe('busybox');
  expect(entries.get('bin/busybox')).toBeNull();
  const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  expect(hash(await busyboxRoot(busybox))).toBe(hash(root));
});
