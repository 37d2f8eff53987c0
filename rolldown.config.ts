import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import { asciiBundle } from './tools/ascii-bundle.ts';
import { thirdPartyLicenses } from './tools/third-party-licenses.ts';

/** Elsewhere for tests, which build what they start. */
const directory = process.env['LONGSHORE_BUNDLE_DIRECTORY'] ?? 'dist';

const output = {
  format: 'esm',
  codeSplitting: false,
  comments: { legal: true, annotation: false, jsdoc: false },
} as const;

/** AWS's packages for profiles are as large as a fifth of the rest, and hardly anybody needs them. */
const profilePackages: Plugin = {
  name: 'profile-packages',
  resolveId: (source) =>
    source.endsWith('/profile-packages.ts') ? { id: './aws-profile.js', external: true } : undefined,
};

/**
 * One file that holds the program and all its packages: 18 ms to load where the sources take 215 ms, and a
 * published package whose only dependency is a Node. Names are kept, so that a stack trace can be read.
 */
export default defineConfig([
  {
    input: 'src/cli/main.ts',
    platform: 'node',
    plugins: [profilePackages, thirdPartyLicenses(), asciiBundle()],
    output: { ...output, file: join(directory, 'longshore.js') },
  },
  {
    input: './src/upstreams/profile-packages.ts',
    platform: 'node',
    plugins: [thirdPartyLicenses('third-party-licenses-aws-profile.txt')],
    output: { ...output, file: join(directory, 'aws-profile.js') },
  },
]);
