import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;
const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folder of the npm package that a module belongs to; undefined for the project's own modules. */
export function packageFolderOf(moduleId: string): string | undefined {
  return PACKAGE_FOLDER.exec(moduleId.replaceAll('\\', '/'))?.[0];
}

function licenseOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const texts = readdirSync(folder)
    .filter((name) => LICENSE_FILE.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  const heading = `${manifest.name} ${manifest.version} (${manifest.license ?? 'license not stated'})`;
  return [heading, '-'.repeat(heading.length), ...texts].join('\n');
}

/**
 * Writes the licenses of all packages that went into the bundle to a file beside it:
 * nearly all of them ask that their notice travels with copies.
 */
export function thirdPartyLicenses(fileName = 'third-party-licenses.txt'): Plugin {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const folders = new Set<string>();
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = packageFolderOf(id);
          if (folder !== undefined) folders.add(folder);
        }
      }
      const source = [...folders].toSorted().map(licenseOf).join('\n\n\n') + '\n';
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}
