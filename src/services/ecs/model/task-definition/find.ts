import { invalidRegionInArn, invalidRevisionNumber } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { TaskDefinitionRecord } from '../tables.ts';
import { parseTaskDefinitionReference, resolveTaskDefinition } from './reference.ts';

/**
 * The record that Describe or Deregister is asked for; `undefined` where there is none. Throws for
 * references that AWS refuses before it looks: an ARN of another region, a revision that is no number.
 */
export function findTaskDefinition(call: EcsCall, reference: string): TaskDefinitionRecord | undefined {
  const parsed = parseTaskDefinitionReference(call, reference);
  if ('problem' in parsed) {
    if (parsed.problem === 'region') throw invalidRegionInArn();
    if (parsed.problem === 'revision') throw invalidRevisionNumber(reference.split(':').at(-1) ?? '');
    return undefined;
  }
  return resolveTaskDefinition(call.tables, call, reference);
}
