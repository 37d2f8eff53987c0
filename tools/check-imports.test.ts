import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forbiddenImports } from './check-imports.ts';
import { whyForbidden } from './import-rules.ts';

describe('a tree of sources', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'longshore-imports-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, ...lines: readonly string[]): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), lines.join('\n'));
  }

  test('passes when all arrows run one way', () => {
    write('src/kernel/clock.ts', `import { performance } from 'node:perf_hooks';`);
    write(
      'src/agent/actor.ts',
      `import { a } from '../kernel/clock.ts';`,
      `import type { B } from '../store/b.ts';`,
    );
    expect(forbiddenImports(root)).toEqual({ files: 2, found: [] });
  });

  test('names file and line of each kind of import that runs back', () => {
    write(
      'src/kernel/clock.ts',
      `// a comment that says import '../agent/no.ts'`,
      `import { a } from '../agent/a.ts';`,
      `import type { B } from '../agent/b.ts';`,
      `export * from '../agent/c.ts';`,
      `export type { D } from '../agent/d.ts';`,
      `type E = import('../agent/e.ts').E;`,
      `export async function f(): Promise<unknown> {`,
      `  return await import('../agent/f.ts');`,
      `}`,
    );
    const { found } = forbiddenImports(root);
    expect(found.map((line) => line.split(': the arrow')[0])).toEqual([
      `src/kernel/clock.ts:2: '../agent/a.ts'`,
      `src/kernel/clock.ts:3: '../agent/b.ts'`,
      `src/kernel/clock.ts:4: '../agent/c.ts'`,
      `src/kernel/clock.ts:5: '../agent/d.ts'`,
      `src/kernel/clock.ts:6: '../agent/e.ts'`,
      `src/kernel/clock.ts:8: '../agent/f.ts'`,
    ]);
  });

  test('refuses a source that cannot be parsed', () => {
    write('src/kernel/clock.ts', 'import {');
    expect(() => forbiddenImports(root)).toThrow(/^src\/kernel\/clock.ts: /);
  });
});

describe('whyForbidden', () => {
  const allowed: readonly (readonly [string, string])[] = [
    ['src/cli/run.ts', '../main.ts'],
    ['src/main.ts', './gateway/server.ts'],
    ['src/gateway/server.ts', '../services/ecs/index.ts'],
    ['src/services/ecs/operations/run-task.ts', '../model/task.ts'],
    ['src/services/ecs/index.ts', '../service.ts'],
    ['src/store/store.ts', 'node:sqlite'],
    ['src/cli/version.ts', '../../package.json'],
    ['src/agent/actor.test.ts', '../../test/support/backend.ts'],
  ];
  test.each(allowed)('%s may import %s', (file, specifier) => {
    expect(whyForbidden(file, specifier)).toBeUndefined();
  });

  const forbidden: readonly (readonly [string, string, RegExp])[] = [
    ['src/main.ts', './cli/main.ts', /runs back/],
    ['src/docker/api.ts', '../store/store.ts', /side by side/],
    ['src/services/ecs/index.ts', '../ecr/images.ts', /states a port/],
    ['src/agent/actor.ts', 'node:sqlite', /only src\/store/],
    ['src/agent/actor.ts', '../../test/support/backend.ts', /outside/],
    ['src/agent/actor.test.ts', '../../tools/engine.ts', /outside/],
    ['src/agent/actor.ts', './actor.test.ts', /imports a test/],
    ['src/helpers/text.ts', '../kernel/ids.ts', /not a room/],
    ['src/kernel/ids.ts', '../helpers/text.ts', /not a room/],
  ];
  test.each(forbidden)('%s may not import %s', (file, specifier, why) => {
    expect(whyForbidden(file, specifier)).toMatch(why);
  });
});
