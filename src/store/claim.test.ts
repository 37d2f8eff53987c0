import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { abandonedClaims, claimInstallation } from './claim.ts';

const fail = (file: string, error: unknown): never => {
  throw new Error(file, { cause: error });
};

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
  expect(abandonedClaims(directory, fail)).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const abandoned = abandonedClaims(directory, fail);
  expect(abandoned.map((claim) => claim.installation)).toEqual(['other']);
  expect(abandonedClaims(directory, fail)).toEqual([]);
  for (const claim of [...abandoned, own]) claim.release();
  expect(readdirSync(directory)).toEqual([]);
});

test('where nobody has claimed anything there is nothing abandoned', () => {
  expect(abandonedClaims(join(temporary(), 'none'), fail)).toEqual([]);
});

test('a claim of which nobody can say whether it is held is told, and the others are taken', () => {
  const directory = temporary();
  writeFileSync(
    join(directory, 'spoilt.claim'),
    'this is no database, and long enough to be seen as none'.repeat(20),
  );
  writeFileSync(join(directory, 'left.claim'), '');
  const problems: unknown[] = [];
  const claims = abandonedClaims(directory, (file, error) => problems.push([file, error]));
  expect(claims.map((claim) => claim.installation)).toEqual(['left']);
  expect(problems).toMatchObject([[join(directory, 'spoilt.claim'), { message: 'file is not a database' }]]);
  for (const claim of claims) claim.release();
});

test('a directory that cannot be read is not taken for an empty one', () => {
  const file = join(temporary(), 'file');
  writeFileSync(file, '');
  expect(() => abandonedClaims(file, fail)).toThrow('ENOTDIR');
});
