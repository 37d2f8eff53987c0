import { readComparison, readEquality, type Comparison } from './comparison.ts';
import { readExpression, type Test } from './expression.ts';
import type { Extracted, Pattern } from './pattern.ts';
import { Scanner } from './scanner.ts';
import { readSelector, type Selector } from './selector.ts';

/**
 * `{ $.status >= 500 && ($.path = "/api/*" || $.user NOT EXISTS) }`, for messages that are JSON. Beside the
 * comparisons there are IS NULL, IS TRUE, IS FALSE, EXISTS, NOT EXISTS and IN [ … ].
 */
export function jsonPattern(text: string): Pattern {
  const scanner = new Scanner(text);
  const selectors: Selector[] = [];
  const leaf = (at: Scanner): Test<unknown> => {
    const selector = readSelector(at);
    selectors.push(selector);
    return condition(at, selector);
  };
  scanner.expect('{');
  const test = readExpression(scanner, leaf);
  scanner.expect('}');
  if (!scanner.atEnd) throw scanner.error('nothing may follow the closing }');
  return {
    matches(message) {
      const document = parse(message);
      return document !== undefined && test(document);
    },
    extract(message) {
      const document = parse(message);
      return document === undefined ? {} : extracted(document, selectors);
    },
  };
}

function condition(scanner: Scanner, { select }: Selector): Test<unknown> {
  if (scanner.take('NOT EXISTS')) return (document) => select(document).length === 0;
  if (scanner.take('EXISTS')) return (document) => select(document).length > 0;
  const constants: readonly (readonly [string, unknown])[] = [
    ['IS NULL', null],
    ['IS TRUE', true],
    ['IS FALSE', false],
  ];
  for (const [word, constant] of constants) {
    if (scanner.take(word)) return (document) => select(document).some((value) => value === constant);
  }
  const compare = scanner.take('IN') ? readList(scanner) : readComparison(scanner);
  if (compare === undefined) throw scanner.error('expected a comparison');
  return (document) => select(document).some((value) => holds(compare, value));
}

function readList(scanner: Scanner): Comparison {
  scanner.expect('[');
  const members = [readEquality(scanner)];
  while (scanner.take(',')) members.push(readEquality(scanner));
  scanner.expect(']');
  return (value) => members.some((equals) => equals(value));
}

/** Objects and lists compare with nothing; truth values compare as the words that they are. */
function holds(compare: Comparison, value: unknown): boolean {
  if (typeof value === 'boolean') return compare(String(value));
  return (typeof value === 'string' || typeof value === 'number') && compare(value);
}

function extracted(document: unknown, selectors: readonly Selector[]): Extracted {
  return Object.fromEntries(
    selectors.flatMap(({ text, select }) => {
      const [value] = select(document);
      return value === undefined ? [] : [[text, typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );
}

/** `undefined` for what is no JSON object or list: most lines of a log are known by their first character. */
function parse(message: string): unknown {
  const first = message.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
