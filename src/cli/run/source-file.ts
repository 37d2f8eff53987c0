import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';

/** `['containerDefinitions', 0, 'image']` */
export type Path = readonly (string | number)[];

export interface Problem {
  /** What is wrong, beginning with the member's name. */
  readonly text: string;
  readonly path: Path;
  /** Whether the member's name is what is wrong, and not its value. */
  readonly atName?: boolean;
}

/** A text that somebody wrote, what it means, and where in it each member stands. */
export interface SourceFile {
  readonly name: string;
  readonly value: unknown;
  /** An error that shows each problem at its line. */
  error(problems: readonly Problem[], hint: string): LongshoreError;
}

/** Reads JSON or YAML. Throws LongshoreError BAD_TASK_DEFINITION that shows the place of a syntax error. */
export function parseSource(name: string, text: string): SourceFile {
  const lines = new LineCounter();
  const isJson = !/\.ya?ml$/i.test(name) && /^\s*[[{]/.test(text);
  // Reads JSON too, more freely than JSON allows; it is needed for the places and for doubled members.
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const fail = (problem: string, offset: number): never => {
    const hint = `Mend the ${isJson ? 'JSON' : 'YAML'} there.`;
    throw new LongshoreError('BAD_TASK_DEFINITION', excerpt(name, text, lines, offset, problem), { hint });
  };
  const duplicate = document.errors.find(({ code }) => code === 'DUPLICATE_KEY');
  let value: unknown;
  if (isJson) {
    try {
      value = JSON.parse(text);
    } catch (error) {
      fail(jsonProblem(messageOf(error)), jsonOffset(messageOf(error), text));
    }
  }
  const [first = duplicate] = isJson ? [] : document.errors;
  if (first !== undefined) {
    fail(first === duplicate ? 'the same member stands here a second time' : first.message, first.pos[0]);
  }
  if (!isJson) {
    try {
      value = document.toJS();
    } catch (error) {
      fail(messageOf(error), 0);
    }
  }
  return {
    name,
    value,
    error(problems, hint) {
      const texts = problems.map((problem) =>
        excerpt(name, text, lines, offsetOf(document, problem), problem.text),
      );
      return new LongshoreError('BAD_TASK_DEFINITION', texts.join('\n'), { hint });
    },
  };
}

/**
 * V8 says where (`… at position 17 (line 2 column 5)`), save for a token that it does not expect, and for a
 * text that ends too early. The token ends the shortest beginning of the text that it complains of.
 */
function jsonOffset(message: string, text: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  if (!hasBadToken(text)) return text.trimEnd().length;
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (hasBadToken(text.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

function hasBadToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return messageOf(error).startsWith('Unexpected token');
  }
}

function jsonProblem(message: string): string {
  return message.replace(/ (?:in JSON )?at position .*$/s, '').replace(/, (?:\.\.\.)?".*$/s, '');
}

/** Where the problem's member stands, or the nearest thing around it that does. */
function offsetOf(document: Document.Parsed, { path, atName }: Problem): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    let next: Node | null = null;
    if (isMap<Node, Node | null>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      offset = pair.key.range?.[0] ?? offset;
      next = pair.value;
      if (atName === true && depth === path.length - 1) return offset;
    } else if (isSeq<Node>(node)) {
      next = node.items[Number(step)] ?? null;
    }
    if (next === null) return offset;
    offset = next.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

/**
 *     task.json:12:15: what is wrong
 *       12 |       "memory": "128",
 *          |                 ^
 */
function excerpt(name: string, text: string, lines: LineCounter, offset: number, problem: string): string {
  const { line, col } = lines.linePos(Math.min(offset, text.length));
  const shown = (text.split(/\r?\n/)[line - 1] ?? '').replaceAll('\t', ' ');
  // Long lines are cut around the place.
  const from = Math.max(0, col - 1 - 60);
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const pointer = ' '.repeat(col - 1 - from);
  return (
    `${name}:${number}:${col}: ${problem}\n` +
    `  ${number} | ${shown.slice(from, from + 100).trimEnd()}\n  ${margin} | ${pointer}^`
  );
}
