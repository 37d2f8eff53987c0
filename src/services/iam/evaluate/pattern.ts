import type { ContextKeys } from './context-keys.ts';
import { type Glob, globMatches, literalGlob, parseGlob } from './glob.ts';

/** A text of a policy that may hold policy variables, ready to be held against values. */
export interface Pattern {
  /** Names of the variables, as they were written. */
  readonly variables: readonly string[];
  /** Fails where a variable has no value in the request, or several. */
  matches(value: string, context: ContextKeys): boolean;
}

export interface PatternOptions {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** `${aws:username}` is replaced: in policies of version 2012-10-17. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
}

type Part = Glob | { readonly name: string; readonly otherwise: string | undefined };

const VARIABLE = /\$\{(?<name>[^{},']+?)(?:\s*,\s*'(?<otherwise>[^']*)')?\s*\}/g;
/** `${*}`, `${?}` and `${$}` stand for the character itself. */
const CHARACTERS: readonly string[] = ['*', '?', '$'];

export function compilePattern(text: string, options: PatternOptions): Pattern {
  const { wildcards, variables, ignoreCase = false } = options;
  const fold = ignoreCase ? (given: string): string => given.toLowerCase() : (given: string): string => given;
  const read = wildcards ? parseGlob : literalGlob;
  const parts = variables ? partsOf(text, (given) => read(fold(given))) : [read(fold(text))];
  const names = parts.flatMap((part) => ('name' in part ? [part.name] : []));
  if (names.length === 0) {
    const glob = parts.flatMap((part) => ('name' in part ? [] : part));
    const isPlain = glob.every((code) => code >= 0);
    const plain = isPlain ? String.fromCharCode(...glob) : undefined;
    return {
      variables: [],
      matches: (value) => (plain === undefined ? globMatches(glob, fold(value)) : plain === fold(value)),
    };
  }
  return {
    variables: names,
    matches(value, context) {
      const glob = resolve(parts, context, fold);
      return glob !== undefined && globMatches(glob, fold(value));
    },
  };
}

function partsOf(text: string, read: (text: string) => Glob): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(VARIABLE)) {
    const { name = '', otherwise } = found.groups ?? {};
    parts.push(read(text.slice(from, found.index)));
    parts.push(CHARACTERS.includes(name) ? literalGlob(name) : { name: name.trim(), otherwise });
    from = found.index + found[0].length;
  }
  parts.push(read(text.slice(from)));
  return parts;
}

/** Values of variables are taken letter by letter: a `*` in one is no wildcard. */
function resolve(
  parts: readonly Part[],
  context: ContextKeys,
  fold: (text: string) => string,
): Glob | undefined {
  const glob: number[] = [];
  for (const part of parts) {
    if (!('name' in part)) {
      glob.push(...part);
      continue;
    }
    const values = context.get(part.name.toLowerCase());
    const value = values === undefined ? part.otherwise : values.length === 1 ? values[0] : undefined;
    if (value === undefined) return undefined;
    glob.push(...literalGlob(fold(value)));
  }
  return glob;
}
