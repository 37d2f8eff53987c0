import { type Node, PlacedError } from './json-nodes.ts';
import { type LeafMatcher, wildcard } from './matchers.ts';
import { textOf } from './text-of.ts';

/** `*` stands for any text; `\*` and `\\` for themselves. Positions count the opening quote. */
export function wildcardOf(value: Node): LeafMatcher {
  const text = textOf(value, 'wildcard match pattern must be a string');
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text[at + 1];
    if (character === '*') {
      if (next === '*') throw new PlacedError(`Consecutive wildcard characters at pos ${at + 1}`, value.end);
      parts.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new PlacedError(`Invalid escape character at pos ${at + 1}`, value.end);
      }
      parts.push(`${parts.pop() ?? ''}${next}`);
      at += 1;
    } else {
      parts.push(`${parts.pop() ?? ''}${character}`);
    }
  }
  return wildcard(parts);
}
