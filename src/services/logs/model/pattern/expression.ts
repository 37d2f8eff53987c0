import type { Scanner } from './scanner.ts';

export type Test<Subject> = (subject: Subject) => boolean;

/** `a && (b || c)`: conditions joined by and, which binds tighter, and or. `leaf` reads one condition. */
export function readExpression<Subject>(
  scanner: Scanner,
  leaf: (scanner: Scanner) => Test<Subject>,
  depth = 0,
): Test<Subject> {
  const alternatives = [readConjunction(scanner, leaf, depth)];
  while (scanner.take('||')) alternatives.push(readConjunction(scanner, leaf, depth));
  return alternatives.length === 1 && alternatives[0] !== undefined
    ? alternatives[0]
    : (subject) => alternatives.some((test) => test(subject));
}

function readConjunction<Subject>(
  scanner: Scanner,
  leaf: (scanner: Scanner) => Test<Subject>,
  depth: number,
): Test<Subject> {
  const tests = [readOperand(scanner, leaf, depth)];
  while (scanner.take('&&')) tests.push(readOperand(scanner, leaf, depth));
  return tests.length === 1 && tests[0] !== undefined
    ? tests[0]
    : (subject) => tests.every((test) => test(subject));
}

const deepest = 50;

function readOperand<Subject>(
  scanner: Scanner,
  leaf: (scanner: Scanner) => Test<Subject>,
  depth: number,
): Test<Subject> {
  if (!scanner.take('(')) return leaf(scanner);
  if (depth >= deepest) throw scanner.error('parentheses are nested too deeply');
  const inner = readExpression(scanner, leaf, depth + 1);
  scanner.expect(')');
  return inner;
}
