import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from './tools/third-party-licenses.ts';

/**
 * One file that holds the program and all its packages: 18 ms to load where the sources take 215 ms, and a
 * published package whose only dependency is a Node. Names are kept, so that a stack trace can be read.
 */
export default defineConfig({
  input: 'src/cli/main.ts',
  platform: 'node',
  plugins: [thirdPartyLicenses()],
  output: {
    file: 'dist/longshore.js',
    format: 'esm',
    codeSplitting: false,
    comments: { legal: true, annotation: false, jsdoc: false },
  },
});
