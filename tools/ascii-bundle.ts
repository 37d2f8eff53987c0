import type { Plugin } from 'rolldown';

/**
 * Writes everything but ASCII as escapes. V8 keeps a source text in one byte for each character, unless there is a
 * single one that does not fit: then in two, which for this bundle is five megabytes of every process.
 */
export function asciiBundle(): Plugin {
  return {
    name: 'ascii-bundle',
    // Later than `renderChunk`, whose result is printed anew.
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        const raw = output.code.match(/String\.raw`[^`]*`/g) ?? [];
        // There an escape would be text.
        if (raw.some(isWide)) throw new Error('a String.raw text of the bundle is not ASCII: escape it');
        output.code = output.code.replace(/[\u0080-\uffff]/g, escaped);
      }
    },
  };
}

const isWide = (text: string): boolean => /[\u0080-\uffff]/.test(text);

/** By UTF-16 units, as strings hold them. */
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
