import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { abandonedClaims, claimInstallation } from './claim.ts';

const directories: string[] = [];
const temporary = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-claim-'));
  directories.push(directory);
  return directory;
};

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

test('a claim is taken over only once its process has ended, even by kill -9', async () => {
  const directory = temporary();
  const script = `
    const { claimInstallation } = await import(${JSON.stringify(new URL('claim.ts', import.meta.url).href)});
    claimInstallation(${JSON.stringify(directory)}, 'other');
    process.stdout.write('claimed');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const own = claimInstallation(directory, 'own');
  expect(abandonedClaims(directory)).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const abandoned = abandonedClaims(directory);
  expect(abandoned.map((claim) => claim.installation)).toEqual(['other']);
  expect(abandonedClaims(directory)).toEqual([]);
  for (const claim of [...abandoned, own]) claim.release();
  expect(readdirSync(directory)).toEqual([]);
});

test('where nobody has claimed anything there is nothing abandoned', () => {
  expect(abandonedClaims(join(temporary(), 'none'))).toEqual([]);
});
