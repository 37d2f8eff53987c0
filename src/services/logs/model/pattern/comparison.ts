import { compileRegex } from './regex.ts';
import type { Scanner } from './scanner.ts';

/** Whether a value of a message, as text or number, is what a condition asks for. */
export type Comparison = (value: string | number) => boolean;

const number = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![^\s,\])}|&])/y;
const bare = /[^\s"%,()[\]{}|&=<>!]+/y;

/** `= 4*`, `!= "x"`, `>= 400`, `= %re%`; `undefined` where no operator comes next. */
export function readComparison(scanner: Scanner): Comparison | undefined {
  const operator = ['!=', '>=', '<=', '=', '>', '<'].find((each) => scanner.take(each));
  if (operator === undefined) return undefined;
  if (operator === '=' || operator === '!=') {
    const equals = readEquality(scanner);
    return operator === '=' ? equals : (value) => !equals(value);
  }
  scanner.skipBlanks();
  const limit = Number(scanner.match(number)?.[0] ?? NaN);
  if (Number.isNaN(limit)) throw scanner.error(`expected a number after ${operator}`);
  return (value) => {
    const given = numberOf(value);
    if (given === undefined) return false;
    if (operator === '>=') return given >= limit;
    if (operator === '<=') return given <= limit;
    return operator === '>' ? given > limit : given < limit;
  };
}

/** What may stand after `=`: a number, a text in which `*` stands for anything, a regular expression. */
export function readEquality(scanner: Scanner): Comparison {
  const next = scanner.peek();
  if (next === '%') {
    const regex = compileRegex(scanner.quoted('%'));
    return (value) => regex.test(String(value));
  }
  if (next === '"') return textual(scanner.quoted('"'));
  const digits = scanner.match(number)?.[0];
  if (digits !== undefined) {
    const wanted = Number(digits);
    return (value) =>
      typeof value === 'number' ? value === wanted : value === digits || numberOf(value) === wanted;
  }
  const word = scanner.match(bare)?.[0];
  if (word === undefined) throw scanner.error('expected a value');
  return textual(word);
}

function textual(wanted: string): Comparison {
  if (!wanted.includes('*')) return (value) => String(value) === wanted;
  const pieces = wanted.split('*');
  return (value) => fits(String(value), pieces);
}

/** Whether the pieces occur in order, the first at the start and the last at the end. */
function fits(text: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

function numberOf(value: string | number): number | undefined {
  if (typeof value === 'number') return value;
  const read = value.trim() === '' ? NaN : Number(value);
  return Number.isNaN(read) ? undefined : read;
}
