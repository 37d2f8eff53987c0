import { invalidRegionInArn, invalidRevisionNumber } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { TaskDefinitionRecord } from '../tables.ts';
import { stillThere } from './deletion.ts';
import {
  parseTaskDefinitionReference,
  resolveTaskDefinition,
  type TaskDefinitionReference,
} from './reference.ts';

/**
 * What Describe or Deregister is asked for; `undefined` where it can name nothing. Throws for what AWS
 * refuses before it looks: an ARN of another region, a revision that is no number.
 */
export function readReference(call: EcsCall, reference: string): TaskDefinitionReference | undefined {
  const parsed = parseTaskDefinitionReference(call, reference);
  if (!('problem' in parsed)) return parsed;
  if (parsed.problem === 'region') throw invalidRegionInArn();
  if (parsed.problem === 'revision') throw invalidRevisionNumber(reference.split(':').at(-1) ?? '');
  return undefined;
}

/** The record that a reference means; throws as `readReference` does. */
export function findTaskDefinition(call: EcsCall, reference: string): TaskDefinitionRecord | undefined {
  const parsed = readReference(call, reference);
  return parsed && stillThere(resolveTaskDefinition(call.tables, call, reference), call);
}
