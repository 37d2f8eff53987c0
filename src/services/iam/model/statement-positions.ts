/** Where something stands in a text: lines and columns count from 1. */
export interface TextPosition {
  readonly Line: number;
  readonly Column: number;
}

export interface Span {
  readonly start: TextPosition;
  /** Behind its last character. */
  readonly end: TextPosition;
}

/** The spans of a policy's statements, in their order. The text must be a policy that has been taken. */
export function statementSpans(text: string): readonly Span[] {
  const list = valueOf(text, '"Statement"');
  if (list === undefined) return [];
  const elements = text[list] === '[' ? elementsAt(text, list) : [list];
  return elements.map((start) => ({
    start: positionOf(text, start),
    end: positionOf(text, endOfValue(text, start)),
  }));
}

/** Where the value of a member of the outermost object begins. */
function valueOf(text: string, member: string): number | undefined {
  let at = skip(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const value = skip(text, text.indexOf(':', keyEnd) + 1);
    if (text.slice(at, keyEnd) === member) return value;
    at = skip(text, endOfValue(text, value));
    if (text[at] === ',') at = skip(text, at + 1);
  }
  return undefined;
}

function elementsAt(text: string, list: number): readonly number[] {
  const elements: number[] = [];
  let at = skip(text, list + 1);
  while (at < text.length && text[at] !== ']') {
    elements.push(at);
    at = skip(text, endOfValue(text, at));
    if (text[at] === ',') at = skip(text, at + 1);
  }
  return elements;
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') at = endOfString(text, at) - 1;
    else if ('{['.includes(character)) depth += 1;
    else if (depth > 0 && '}]'.includes(character)) depth -= 1;
    if (depth > 0) continue;
    // A scalar ends before what follows it, the others with their last character.
    if ('}]'.includes(character) && '{['.includes(text[start] ?? '')) return at + 1;
    if (/[,}\]\s]/.test(text[at + 1] ?? ',') && !'{['.includes(text[start] ?? '')) return at + 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function skip(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? 'x')) at += 1;
  return at;
}

function positionOf(text: string, offset: number): TextPosition {
  const lines = text.slice(0, offset).split('\n');
  return { Line: lines.length, Column: (lines.at(-1)?.length ?? 0) + 1 };
}
