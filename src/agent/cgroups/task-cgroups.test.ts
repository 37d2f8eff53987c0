import { mkdir, mkdtempDisposable, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { Cgroupfs } from './cgroupfs.ts';
import { SystemdSlices } from './systemd-slices.ts';
import { quotaOf, weightOf } from './task-cgroups.ts';

const MiB = 1024 * 1024;
const directory = () => mkdtempDisposable(join(tmpdir(), 'longshore-cgroups-'));

test('quotas and weights', () => {
  expect([0.25, 2, 0.001].map(quotaOf)).toEqual([25_000, 200_000, 1000]);
  expect([0, 2, 1024, 262_144, 999_999].map(weightOf)).toEqual([1, 1, 39, 10_000, 10_000]);
});

// What these write into a plain directory the kernel takes in a real one: see test/engine/limits.
describe('the engine’s own driver', () => {
  test('version 2: controllers are handed down, limits are set', async () => {
    await using root = await directory();
    const cgroups = new Cgroupfs({ root: root.path, version: 2, installation: 'i' });
    expect(await cgroups.make('t', { cpus: 0.5, shares: 4, memory: 64 * MiB })).toBe('/longshore/i/t');
    const read = (path: string): Promise<string> => readFile(join(root.path, path), 'utf8');
    for (const above of ['', 'longshore/', 'longshore/i/'])
      expect(await read(`${above}cgroup.subtree_control`)).toBe('+cpu +memory');
    expect(await read('longshore/i/t/cpu.max')).toBe('50000 100000');
    expect(await read('longshore/i/t/memory.max')).toBe(String(64 * MiB));
    expect((await readdir(join(root.path, 'longshore/i/t'))).toSorted()).toEqual(['cpu.max', 'memory.max']);
  });

  test('version 1: limits in the trees of their controllers', async () => {
    await using root = await directory();
    const cgroups = new Cgroupfs({ root: root.path, version: 1, installation: 'i' });
    await cgroups.make('t', { shares: 700, memory: 64 * MiB });
    const read = (path: string): Promise<string> => readFile(join(root.path, path), 'utf8');
    expect(await read('cpu/longshore/i/t/cpu.shares')).toBe('700');
    expect(await read('memory/longshore/i/t/memory.limit_in_bytes')).toBe(String(64 * MiB));
    expect(await cgroups.list()).toEqual(['t']);
  });

  test('empty groups are removed from every tree, and nothing else is', async () => {
    await using root = await directory();
    const cgroups = new Cgroupfs({ root: root.path, version: 1, installation: 'i' });
    for (const path of ['cpu/longshore/i/a', 'pids/longshore/i/a', 'pids/longshore/other/b'])
      await mkdir(join(root.path, path), { recursive: true });
    await mkdir(join(root.path, 'cpu/longshore/i/busy/container'), { recursive: true });
    expect(await cgroups.remove('a')).toBe('removed');
    expect(await cgroups.remove('a')).toBe('removed');
    expect(await cgroups.remove('busy')).toBe('busy');
    await cgroups.leave();
    expect(await readdir(join(root.path, 'pids/longshore'))).toEqual(['other']);
    expect(await readdir(join(root.path, 'cpu/longshore/i'))).toEqual(['busy']);
  });
});

describe('systemd', () => {
  test('a slice of the task’s own, found again by the installation', async () => {
    await using root = await directory();
    const slices = new SystemdSlices({ units: root.path, installation: 'i' });
    expect(await slices.make('t', { cpus: 0.125, shares: 4, memory: 64 * MiB })).toBe('longshore-t.slice');
    await slices.make('t', { cpus: 4, shares: 4 });
    await new SystemdSlices({ units: root.path, installation: 'other' }).make('u', { shares: 1024 });
    expect((await readFile(join(root.path, 'longshore-t.slice'), 'utf8')).split('\n')).toEqual([
      '# longshore.installation=i',
      '[Unit]',
      'Description=Longshore task t',
      'StopWhenUnneeded=yes',
      '[Slice]',
      'CPUQuota=12.5%',
      'CPUQuotaPeriodSec=100ms',
      'MemoryMax=67108864',
      '',
    ]);
    expect(await readFile(join(root.path, 'longshore-u.slice'), 'utf8')).toContain('CPUWeight=39\n');
    expect(await slices.list()).toEqual(['t']);
    await slices.remove('t');
    expect(await readdir(root.path)).toEqual(['longshore-u.slice']);
  });
});
