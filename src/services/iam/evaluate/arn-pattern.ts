import type { ContextKeys } from './context-keys.ts';
import { compilePattern, type Pattern } from './pattern.ts';

const SEGMENTS = 6;

/**
 * A pattern for ARNs. A wildcard stands for characters within one of the six parts between colons; parts that
 * are left out at the end are any. `*` alone is everything, what is no ARN too.
 */
export function compileArnPattern(text: string, variables: boolean): Pattern {
  const options = { wildcards: true, variables };
  if (text === '*') return compilePattern(text, options);
  const segments = segmentsOf(text).map((segment) => compilePattern(segment, options));
  while (segments.length < SEGMENTS) segments.push(compilePattern('*', options));
  return {
    variables: segments.flatMap((segment) => segment.variables),
    matches(value, context: ContextKeys) {
      const given = segmentsOf(value);
      if (given.length !== SEGMENTS) return false;
      return segments.every((segment, index) => segment.matches(given[index] ?? '', context));
    },
  };
}

/** At most six; colons in the last one, and those in variables (`${aws:username}`), part nothing. */
function segmentsOf(text: string): readonly string[] {
  const segments: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length && segments.length < SEGMENTS - 1; at += 1) {
    const character = text[at];
    if (character === '{' && text[at - 1] === '$') depth += 1;
    if (character === '}' && depth > 0) depth -= 1;
    if (character !== ':' || depth > 0) continue;
    segments.push(text.slice(from, at));
    from = at + 1;
  }
  return [...segments, text.slice(from)];
}
