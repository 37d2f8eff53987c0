import { messageOf } from '../../../kernel/errors.ts';

/** A text is not the JSON object that a key is to be taken from; the message is Go's. */
export class GoJsonError extends Error {
  override readonly name = 'GoJsonError';
}

/** As `json.Unmarshal` into a map. Throws GoJsonError. */
export function parseGoObject(text: string): Readonly<Record<string, unknown>> {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value));
  }
  // To Go, null is a map without entries.
  if (value === null) return {};
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  throw new GoJsonError(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GoJsonError(inGo(text, messageOf(error)), { cause: undefined });
  }
}

/** What Go says where V8 says something else, by the beginning of what V8 says. */
const phrases: readonly (readonly [v8: RegExp, go: string])[] = [
  [/^Expected property name|^Expected double-quoted/, 'looking for beginning of object key string'],
  [/^Expected ':'/, 'after object key'],
  [/^Expected ',' or '}'/, 'after object key:value pair'],
  [/^Expected ',' or ']'/, 'after array element'],
  [/^Unexpected non-whitespace/, 'after top-level value'],
  [/^Bad control character/, 'in string literal'],
  [/^Bad escaped character/, 'in string escape code'],
];

/** One character of the text is told, as by the agent; never more of it. */
function inGo(text: string, message: string): string {
  if (/^Unexpected end|^Unterminated/.test(message) || text.trim() === '') {
    return 'unexpected end of JSON input';
  }
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1];
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? text.search(/\S/));
  if (position >= text.length) return 'unexpected end of JSON input';
  const character = token ?? String.fromCodePoint(text.codePointAt(position) ?? 0);
  const phrase = phrases.find(([v8]) => v8.test(message))?.[1] ?? 'looking for beginning of value';
  const shown = character === "'" ? `'\\''` : `'${character}'`;
  return `invalid character ${shown} ${phrase}`;
}
