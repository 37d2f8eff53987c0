import { invalidPattern } from '../../errors.ts';

/**
 * The characters that AWS takes between percent signs: letters, digits, a few symbols and operators. There
 * are no parentheses, so nothing that is repeated can itself hold a repetition.
 */
const allowed = /^[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.\s]+$/;

/** Throws InvalidParameterException for what AWS does not take. */
export function compileRegex(source: string): RegExp {
  if (!allowed.test(source))
    throw invalidPattern(`unsupported character in the regular expression %${source}%`);
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern(`the regular expression %${source}% is malformed`);
  }
}
