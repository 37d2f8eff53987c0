import type { Tag } from '../../../../aws/contract/ecs.types.gen.ts';
import { invalidTags } from '../../errors.ts';
import { tagProblem } from '../tags.ts';

/** Refuses tags of a request that AWS would not take. */
export function checkTags(tags: readonly Tag[]): void {
  const problem = tagProblem(tags);
  if (problem !== undefined) throw invalidTags(problem);
}
