import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';

import { pack } from 'tar-stream';

import type { EngineClient } from '../../../docker/client.ts';

/*
 * The image of a sandbox: one static program of under two hundred bytes that waits for ever. It is put
 * together here, so that nothing has to be pulled or compiled.
 */

/** `loop: pause(); goto loop`, for x86-64: mov eax,34; syscall; jmp loop. */
const amd64 = [0xb8, 0x22, 0x00, 0x00, 0x00, 0x0f, 0x05, 0xeb, 0xf7];
/** `loop: ppoll(0,0,0,0); goto loop`, for AArch64, which has no pause: mov x0..x3,0; mov x8,73; svc; b loop. */
const arm64 = [0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa].flatMap(
  (word) => [word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24],
);

const machines = { amd64: { elf: 0x3e, code: amd64 }, arm64: { elf: 0xb7, code: arm64 } } as const;

const headerSize = 64;
const programHeaderSize = 56;
const baseAddress = 0x400000n;

/** The program as an ELF executable: one header, one loaded segment, the code. */
export function pauseProgram(architecture: keyof typeof machines): Buffer {
  const { elf, code } = machines[architecture];
  const size = headerSize + programHeaderSize + code.length;
  const file = Buffer.alloc(size);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], 0);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(elf, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(baseAddress + BigInt(headerSize + programHeaderSize), 24);
  file.writeBigUInt64LE(BigInt(headerSize), 32);
  file.writeUInt16LE(headerSize, 52);
  file.writeUInt16LE(programHeaderSize, 54);
  file.writeUInt16LE(1, 56);
  // The segment: readable and executable, the whole file at the base address.
  file.writeUInt32LE(1, headerSize);
  file.writeUInt32LE(5, headerSize + 4);
  file.writeBigUInt64LE(baseAddress, headerSize + 16);
  file.writeBigUInt64LE(baseAddress, headerSize + 24);
  file.writeBigUInt64LE(BigInt(size), headerSize + 32);
  file.writeBigUInt64LE(BigInt(size), headerSize + 40);
  file.writeBigUInt64LE(0x1000n, headerSize + 48);
  file.set(code, headerSize + programHeaderSize);
  return file;
}

/** Makes the image on the engine; returns its name, which follows from what is in it. */
export async function makePauseImage(engine: EngineClient, signal: AbortSignal): Promise<string> {
  const { arch } = await engine.system.engineInfo({ signal });
  if (arch !== 'amd64' && arch !== 'arm64')
    throw new Error(`no sandbox program for the architecture ${arch}`);
  const program = pauseProgram(arch);
  const name = `longshore/pause:${createHash('sha256').update(program).digest('hex').slice(0, 12)}`;
  if (await engine.images.exists(name, { signal })) return name;
  const tar = pack();
  tar.entry({ name: 'pause', mode: 0o755 }, program);
  tar.finalize();
  await engine.images.importRoot(tar.pipe(new PassThrough()), {
    name,
    changes: ['ENTRYPOINT ["/pause"]'],
    signal,
  });
  return name;
}
