import type { Plugin } from 'rolldown';

/**
 * V8 holds the text of the bundle as long as the program runs: in one byte a character only if all of them are
 * ASCII, else in two. So what is not ASCII is written as an escape, which saves 5 MB of every process.
 */
export function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk') output.code = inAscii(output.code);
      }
    },
  };
}

export function inAscii(code: string): string {
  const place = NO_PLACE.exec(code)?.[0];
  if (place !== undefined) throw new Error(`an escape would not do here: ${place.slice(0, 80)}`);
  return code.replaceAll(NOT_ASCII, escaped);
}

/**
 * The tables of contracts are templates with a tag so that their sources can be read; V8 keeps two texts of
 * each such template, and one of a string.
 */
export function tablesAsStrings(): Plugin {
  return {
    name: 'tables-as-strings',
    transform: (code, id) => (id.endsWith('.gen.ts') ? code.replaceAll(RAW_TABLE, asString) : undefined),
  };
}

const NOT_ASCII = /[\u0080-\uffff]/g;
/** Within String.raw, or after a backslash that makes it stand for itself. */
const NO_PLACE = /String\.raw`[^`]*[\u0080-\uffff][^`]*`|\\[\u0080-\uffff]/;
const RAW_TABLE = /String\.raw`((?:(?!\$\{)[^`])*)`/g;

/** In halves where it is a surrogate pair: so it is right in strings, templates and regular expressions. */
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const asString = (_: string, text: string): string => JSON.stringify(text);
