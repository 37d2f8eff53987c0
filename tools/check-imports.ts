import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyForbidden } from './import-rules.ts';
import { importsOf } from './imports-of.ts';

/** Walks the imports of `src` under `root`; one line for each that is forbidden: `file:line: specifier: why`. */
export function forbiddenImports(root: string): {
  readonly files: number;
  readonly found: readonly string[];
} {
  const files = globSync('src/**/*.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted();
  const found = files.flatMap((file) =>
    importsOf(file, readFileSync(join(root, file), 'utf8')).flatMap(({ specifier, line }) => {
      const why = whyForbidden(file, specifier);
      return why === undefined ? [] : [`${file}:${line}: '${specifier}': ${why}`];
    }),
  );
  return { files: files.length, found };
}

if (import.meta.main) {
  const { files, found } = forbiddenImports('.');
  for (const line of found) process.stderr.write(`${line}\n`);
  process.stdout.write(`${files} files, ${found.length} forbidden imports\n`);
  // No file at all means that it was started in the wrong place, which must not pass for a clean tree.
  if (found.length > 0 || files === 0) process.exitCode = 1;
}
