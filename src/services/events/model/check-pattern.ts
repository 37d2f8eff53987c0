import { invalidPattern } from '../errors.ts';
import { compilePattern, type EventMatcher, PatternError } from '../pattern/compile.ts';

/** Throws InvalidEventPatternException. */
export function checkPattern(pattern: string): EventMatcher {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw invalidPattern(error.message);
    throw error;
  }
}
