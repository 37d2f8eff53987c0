import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import type { EngineInfo } from '../../../docker/system.ts';
import { makePauseImage, pauseProgram } from './pause-image.ts';

const { signal } = new AbortController();

const info: EngineInfo = {
  name: 'Docker Engine',
  version: '1',
  apiVersion: '1.41',
  os: 'linux',
  arch: 'amd64',
  cgroupVersion: 2,
  ncpu: 1,
  memoryBytes: 1,
  rootless: false,
  storageDriver: 'overlay2',
  loggingDriver: 'json-file',
  cgroupDriver: 'systemd',
  hostName: 'host',
  kernelVersion: '6',
  rootDirectory: '/var/lib/docker',
};

describe('the program', () => {
  // The engine tests run that of their machine (test/engine/network/namespaces.test.ts).
  test.each([
    ['amd64', 'ed766983f399e45d709d74e60b83d0c8e27fc4de59b9b881ea14cc300593dbef'],
    ['arm64', '16d8c3779297aee2b4943c6317b9e5ef4107f04d74ff791218271880dd9f511b'],
  ] as const)('for %s is what was tried', (architecture, digest) => {
    expect(createHash('sha256').update(pauseProgram(architecture)).digest('hex')).toBe(digest);
  });

  test.each([
    ['amd64', 62],
    ['arm64', 183],
  ] as const)('for %s is an ELF executable of one segment that holds its entry', (architecture, machine) => {
    const file = pauseProgram(architecture);
    expect(file.subarray(0, 7)).toEqual(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]));
    expect([file.readUInt16LE(16), file.readUInt16LE(18)]).toEqual([2, machine]);
    const start = file.readBigUInt64LE(64 + 16);
    const entry = file.readBigUInt64LE(24);
    expect(file.readBigUInt64LE(64 + 32)).toBe(BigInt(file.length));
    expect(entry - start).toBe(120n);
  });

  test('for amd64 points at the 32 bytes of its sigaction, behind the code', () => {
    const file = pauseProgram('amd64');
    const lea = file.indexOf(Buffer.from('488d35', 'hex'));
    const target = lea + 7 + file.readInt32LE(lea + 3);
    expect(file.subarray(target)).toEqual(Buffer.from([1, ...Array.from({ length: 31 }, () => 0)]));
  });
});

describe('the image', () => {
  const arch = (name: string) => ({ engineInfo: () => Promise.resolve({ ...info, arch: name }) });

  test('is made when it is missing, under a name that follows from the program', async () => {
    const imported: string[] = [];
    const engine = (exists: boolean) =>
      fakeEngine({
        system: arch('amd64'),
        images: {
          exists: () => Promise.resolve(exists),
          importRoot: async (root, { name }) => {
            for await (const _chunk of root);
            imported.push(name);
            return 'sha256:1';
          },
        },
      });
    const name = await makePauseImage(engine(false), signal);
    expect(name).toMatch(/^longshore\/pause:[0-9a-f]{12}$/);
    expect(await makePauseImage(engine(true), signal)).toBe(name);
    expect(imported).toEqual([name]);
  });

  test('cannot be made for a machine without a program', async () => {
    await expect(makePauseImage(fakeEngine({ system: arch('riscv64') }), signal)).rejects.toThrow(
      'no pause program for the architecture riscv64',
    );
  });
});
