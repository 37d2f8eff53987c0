import type { EngineClient } from '../../../docker/client.ts';
import { type Architecture, makeProgramImage } from './program-image.ts';

/*
 * The image of a sandbox: one static program of about two hundred bytes that waits for ever. It is put
 * together here, so that nothing has to be pulled or compiled.
 */

const bytes = (...lines: readonly string[]): number[] => [
  ...Buffer.from(lines.join('').replaceAll(' ', ''), 'hex'),
];

/** A sigaction of SIG_IGN: handler 1, no flags, no restorer, an empty mask. */
const ignore = [1, ...Array.from({ length: 31 }, () => 0)];

/**
 * x86-64. First `rt_sigaction(SIGCHLD, ignore, 0, 8)`: as process 1 of a PID namespace that containers
 * share it inherits their orphans, and the kernel then buries them by itself. Then pause for ever.
 */
const amd64 = [
  ...bytes(
    'b8 0d 00 00 00', // mov eax, 13
    'bf 11 00 00 00', // mov edi, 17
    '48 8d 35 13 00 00 00', // lea rsi, [rip + 19]: behind the code
    '31 d2', // xor edx, edx
    '41 ba 08 00 00 00', // mov r10d, 8
    '0f 05', // syscall
    'b8 22 00 00 00', // loop: mov eax, 34 (pause)
    '0f 05', // syscall
    'eb f7', // jmp loop
  ),
  ...ignore,
];

/** AArch64: the same, with ppoll(0, 0, 0, 0) for the pause that it does not have. Words are little-endian. */
const arm64 = [
  ...bytes(
    '200280d2 81010010 020080d2 030180d2', // x0 = 17, x1 = what is behind the code, x2 = 0, x3 = 8
    'c81080d2 010000d4', // x8 = 134, svc
    '000080d2 010080d2 020080d2 030080d2', // loop: x0..x3 = 0
    '280980d2 010000d4 faffff17', // x8 = 73, svc, b loop
  ),
  ...ignore,
];

const machines = {
  amd64: { elf: 0x3e, code: amd64 },
  arm64: { elf: 0xb7, code: arm64 },
} as const satisfies Record<Architecture, object>;

const headerSize = 64;
const programHeaderSize = 56;
const baseAddress = 0x400000n;

/** The program as an ELF executable: one header, one loaded segment, the code. */
export function pauseProgram(architecture: Architecture): Buffer {
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
export const makePauseImage = (engine: EngineClient, signal: AbortSignal): Promise<string> =>
  makeProgramImage(engine, { name: 'pause', program: pauseProgram }, signal);
