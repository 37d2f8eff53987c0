import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type LockedPackages, missingOptionalPackages, platformOf } from './complete-lock.ts';

test("this project's own lock file is complete: npm ci refuses one that is not", () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: LockedPackages };
  expect(missingOptionalPackages(lock.packages)).toEqual({});
});

test('a package that the registry did not show is added with the platform that its name tells', () => {
  const packages = {
    '': {},
    'node_modules/lint': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: {
        '@lint/linux-x64-gnu': '2.0.0',
        '@lint/linux-x64-musl': '2.0.0',
        fsevents: '~2.3.3',
      },
    },
    'node_modules/@lint/linux-x64-gnu': { version: '2.0.0' },
  };
  expect(missingOptionalPackages(packages)).toEqual({
    'node_modules/@lint/linux-x64-musl': {
      version: '2.0.0',
      dev: true,
      optional: true,
      cpu: ['x64'],
      os: ['linux'],
      libc: ['musl'],
    },
  });
});

test('where another version stands at the top, the missing one goes below its dependent', () => {
  const packages = {
    'node_modules/pack': { version: '1.3.0', optionalDependencies: { '@pack/darwin-arm64': '1.3.0' } },
    'node_modules/@pack/darwin-arm64': { version: '1.2.0' },
    'node_modules/pack/node_modules/deep': {
      version: '1.0.0',
      optionalDependencies: { '@pack/darwin-arm64': '1.2.0' },
    },
  };
  expect(Object.keys(missingOptionalPackages(packages))).toEqual([
    'node_modules/pack/node_modules/@pack/darwin-arm64',
    'node_modules/pack/node_modules/deep/node_modules/@pack/darwin-arm64',
  ]);
});

test('names tell platforms', () => {
  expect(platformOf('@oxlint/binding-linux-arm-musleabihf')).toEqual({ os: ['linux'], cpu: ['arm'] });
  expect(platformOf('@rolldown/binding-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
  expect(platformOf('@oxlint/binding-win32-ia32-msvc')).toEqual({ os: ['win32'], cpu: ['ia32'] });
});
