import type {
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
} from '../../../aws/contract/ecr.types.gen.ts';
import { exclusionsMissing, exclusionsNotAllowed, invalidExclusion } from '../errors.ts';
import type { RepositoryRecord } from './tables.ts';

type Mutability = Pick<RepositoryRecord, 'mutability' | 'exclusions'>;

/** What CreateRepository and PutImageTagMutability take; exclusions go with the modes that have them. */
export function checkedMutability(
  mutability: ImageTagMutability = 'MUTABLE',
  exclusions: readonly ImageTagMutabilityExclusionFilter[] = [],
): Mutability {
  const hasExclusions = mutability.endsWith('_WITH_EXCLUSION');
  if (!hasExclusions && exclusions.length > 0) throw exclusionsNotAllowed();
  if (hasExclusions && exclusions.length === 0) throw exclusionsMissing(mutability);
  if (exclusions.some(({ filter }) => filter.split('*').length > 3)) throw invalidExclusion();
  return hasExclusions ? { mutability, exclusions } : { mutability };
}

/** Whether a tag that exists may be moved to another image. */
export function isMutable({ mutability, exclusions = [] }: Mutability, tag: string): boolean {
  const isExcluded = exclusions.some(({ filter }) => matchesWildcard(filter, tag));
  switch (mutability) {
    case 'MUTABLE':
      return true;
    case 'IMMUTABLE':
      return false;
    case 'MUTABLE_WITH_EXCLUSION':
      return !isExcluded;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return isExcluded;
  }
}

/** `*` stands for any run of characters. Takes time linear in the text for each `*`, whatever they are. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts.shift() ?? '';
  const last = parts.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
