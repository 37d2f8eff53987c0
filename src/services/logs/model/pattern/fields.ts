import { readComparison } from './comparison.ts';
import { readExpression, type Test } from './expression.ts';
import type { Extracted, Pattern } from './pattern.ts';
import { Scanner } from './scanner.ts';

interface Field {
  readonly name: string;
  readonly test: Test<string>;
}

type Part = Field | 'any number';

/**
 * `[ip, user, ..., status=4*, bytes > 1000]`, for messages whose fields stand between blanks; what is
 * in brackets or double quotes is one field. `...` stands for any number of fields.
 */
export function fieldsPattern(text: string): Pattern {
  const scanner = new Scanner(text);
  const parts: Part[] = [];
  scanner.expect('[');
  if (!scanner.take(']')) {
    do parts.push(readPart(scanner));
    while (scanner.take(','));
    scanner.expect(']');
  }
  if (!scanner.atEnd) throw scanner.error('nothing may follow the closing ]');
  const wildcard = parts.indexOf('any number');
  if (wildcard !== parts.lastIndexOf('any number')) throw scanner.error('... may stand only once');
  const align = (message: string): readonly Aligned[] | undefined =>
    alignFields(parts, wildcard, split(message));
  return {
    matches: (message) =>
      align(message)?.every(({ field, value }) => field === undefined || field.test(value)) ?? false,
    extract: (message) => named(align(message) ?? []),
  };
}

function readPart(scanner: Scanner): Part {
  if (scanner.take('...')) return 'any number';
  scanner.skipBlanks();
  const name = scanner.match(/[\p{L}\p{N}_-]+/uy)?.[0] ?? '';
  const conditions: Test<string>[] = [];
  const leaf = (at: Scanner): Test<string> => {
    at.skipBlanks();
    const own = at.match(/[\p{L}\p{N}_-]+(?=\s*[=<>!])/uy)?.[0];
    if (own !== undefined && own !== name) throw at.error(`the conditions of field ${name} name ${own}`);
    const compare = readComparison(at);
    if (compare === undefined) throw at.error('expected a comparison');
    return compare;
  };
  if (/[=<>!]/.test(scanner.peek())) conditions.push(readExpression(scanner, leaf));
  if (name === '' && !/[,\]]/.test(scanner.peek())) throw scanner.error('expected the name of a field');
  return { name, test: conditions[0] ?? (() => true) };
}

interface Aligned {
  /** Absent: one of those that `...` stands for. */
  readonly field: Field | undefined;
  readonly value: string;
}

function alignFields(
  parts: readonly Part[],
  wildcard: number,
  values: readonly string[],
): readonly Aligned[] | undefined {
  const fields = parts.filter((part) => part !== 'any number');
  if (wildcard < 0 ? values.length !== fields.length : values.length < fields.length) return undefined;
  const skipped = values.length - fields.length;
  return values.map((value, index) => {
    if (wildcard < 0 || index < wildcard) return { field: fields[index], value };
    return { field: index < wildcard + skipped ? undefined : fields[index - skipped], value };
  });
}

/** Fields without a name are told by their number, counted from one. */
function named(aligned: readonly Aligned[]): Extracted {
  return Object.fromEntries(
    aligned.map(({ field, value }, index) => [
      `$${field === undefined || field.name === '' ? index + 1 : field.name}`,
      value,
    ]),
  );
}

const one = /"((?:[^"\\]|\\.)*)"(?=\s|$)|\[([^\]]*)\](?=\s|$)|(\S+)/g;

function split(message: string): readonly string[] {
  return Array.from(
    message.matchAll(one),
    ([, quoted, bracketed, bare]) => quoted ?? bracketed ?? bare ?? '',
  );
}
