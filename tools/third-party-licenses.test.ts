import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { licenseOf } from './third-party-licenses.ts';

function packageWith(manifest: object, license?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-license-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a', version: '1.0.0', ...manifest }));
  if (license !== undefined) writeFileSync(join(folder, 'LICENSE.md'), license);
  return folder;
}

test('the text that the package brings', () => {
  expect(licenseOf(packageWith({ license: 'ISC' }, 'Take it.\n'))).toBe(
    'a 1.0.0 (ISC)\n-------------\nTake it.',
  );
});

test('the text of the license that it only names, with its author', () => {
  const text = licenseOf(packageWith({ license: 'MIT', author: { name: 'Ann' } }));
  expect(text).toContain('Copyright (c) Ann');
  expect(text).toContain('Permission is hereby granted');
});

test.each([{}, { license: 'UNLICENSED' }])('%j stops the build', (manifest) => {
  expect(() => licenseOf(packageWith(manifest))).toThrow('brings no text of its license');
});
