import { expect, test } from 'vitest';

import { isFargateSize, parseTaskCpu, parseTaskMemory } from './task-size.ts';

test.each([
  ['256', 256],
  ['.25 vCPU', 256],
  ['0.5vcpu', 512],
  ['1 vCPU', 1024],
  ['16 vCPU', 16_384],
  [' 512 ', 512],
  ['', undefined],
  ['0', undefined],
  ['1.5', undefined],
  ['vCPU', undefined],
  ['1 GB', undefined],
  ['1e3', undefined],
])('cpu %o', (text, units) => {
  expect(parseTaskCpu(text)).toBe(units);
});

test.each([
  ['512', 512],
  ['0.5GB', 512],
  ['1 GB', 1024],
  ['30 gb', 30_720],
  ['0.0001 GB', undefined],
  ['1 GiB', undefined],
  ['1 vCPU', undefined],
])('memory %o', (text, mebibytes) => {
  expect(parseTaskMemory(text)).toBe(mebibytes);
});

/** Least, most and step of memory in MiB; a step of 0 for the odd list of the smallest. */
const matrix = [
  [256, 512, 2048, 0, false],
  [512, 1024, 4096, 1024, false],
  [1024, 2048, 8192, 1024, true],
  [2048, 4096, 16_384, 1024, true],
  [4096, 8192, 30_720, 1024, true],
  [8192, 16_384, 61_440, 4096, false],
  [16_384, 32_768, 122_880, 8192, false],
] as const;

test.each(matrix)('cpu %i with %i to %i MiB', (cpu, least, most, step, windows) => {
  const sold = (memory: number, forWindows = false): boolean => isFargateSize(cpu, memory, forWindows);
  expect([sold(least), sold(most), sold(least + (step || 512))]).toEqual([true, true, true]);
  expect([sold(least - 1), sold(least / 2), sold(least + 1), sold(most + (step || 1024))]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(sold(least, true)).toBe(windows);
});

test.each([128, 300, 32_768])('cpu %i is not sold', (cpu) => {
  expect(isFargateSize(cpu, 61_440, false)).toBe(false);
});
