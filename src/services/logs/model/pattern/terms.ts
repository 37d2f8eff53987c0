import { invalidTerm } from '../../errors.ts';
import type { Pattern } from './pattern.ts';
import { compileRegex } from './regex.ts';
import { Scanner } from './scanner.ts';

interface Term {
  readonly kind: 'included' | 'optional' | 'excluded';
  readonly occursIn: (message: string) => boolean;
}

/**
 * `ERROR "not found" -debug`, `?WARN ?ERROR`, `%4\d\d%`: terms that must occur, of which any may occur,
 * that must not occur. Case counts. As by AWS, optional terms among others have no effect.
 */
export function termsPattern(text: string): Pattern {
  const scanner = new Scanner(text);
  const terms: Term[] = [];
  while (!scanner.atEnd) terms.push(readTerm(scanner));
  const optional = terms.filter(({ kind }) => kind === 'optional');
  const matches =
    optional.length === terms.length && terms.length > 0
      ? (message: string): boolean => optional.some(({ occursIn }) => occursIn(message))
      : (message: string): boolean =>
          terms.every(
            ({ kind, occursIn }) => kind === 'optional' || occursIn(message) === (kind === 'included'),
          );
  return { matches, extract: () => ({}) };
}

function readTerm(scanner: Scanner): Term {
  const kind = scanner.take('?') ? 'optional' : scanner.take('-') ? 'excluded' : 'included';
  if (scanner.peek() === '"') return { kind, occursIn: containing(scanner.quoted('"')) };
  if (scanner.peek() === '%') {
    const regex = compileRegex(scanner.quoted('%'));
    return { kind, occursIn: (message) => regex.test(message) };
  }
  const word = scanner.match(/\S+/y)?.[0] ?? '';
  // What is more than letters, digits and underscores must stand in quotes.
  if (!/^[\p{L}\p{N}_]+$/u.test(word)) throw invalidTerm(word);
  return { kind, occursIn: containing(word) };
}

const containing =
  (term: string) =>
  (message: string): boolean =>
    message.includes(term);
