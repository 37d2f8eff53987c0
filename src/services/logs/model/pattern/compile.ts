import { fieldsPattern } from './fields.ts';
import { jsonPattern } from './json.ts';
import type { Pattern } from './pattern.ts';
import { termsPattern } from './terms.ts';

const everything: Pattern = { matches: () => true, extract: () => ({}) };

/**
 * A filter pattern of CloudWatch Logs, in one of its three languages, which the first character tells.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * Throws InvalidParameterException for a malformed one.
 */
export function compilePattern(text: string | undefined): Pattern {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return everything;
  if (trimmed.startsWith('{')) return jsonPattern(trimmed);
  return trimmed.startsWith('[') ? fieldsPattern(trimmed) : termsPattern(trimmed);
}
