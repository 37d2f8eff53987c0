import { taskDefinitionArn } from '../../../../aws/ecs-arn.ts';
import type { EcsCall } from '../../operation.ts';
import type { FamilyRecord, TaskDefinitionRecord } from '../tables.ts';
import { writeTags } from '../tags.ts';

/**
 * How deleted revisions go away. AWS shows them as DELETE_IN_PROGRESS until nothing refers to them any
 * more and then for a while that it does not state. Here the while is an hour, as long as a stopped task
 * stays to be described, and a reference is a task that has not stopped. Nothing runs by itself: an
 * operation that would show such a revision first removes it if its time has come, so that the answer
 * depends on the clock and the tasks alone.
 */
const visibleFor = 60 * 60 * 1000;

type Call = Pick<EcsCall, 'tables' | 'now' | 'account' | 'region' | 'partition'>;

/**
 * The record, unless its time has come: then it is removed. An operation that goes on to refuse the call
 * undoes that with all else it did, and the next one does it again: the answers are the same.
 */
export function stillThere(
  record: TaskDefinitionRecord | undefined,
  call: Call,
): TaskDefinitionRecord | undefined {
  if (record?.status !== 'DELETE_IN_PROGRESS' || !isRemovable(record, call)) return record;
  remove(record, call);
  return undefined;
}

/** Removes all whose time has come, before a list is made that would show them. */
export function removeDeleted(call: Call): void {
  const { account, region, tables } = call;
  const deleted = tables.taskDefinitions.select({
    where: { account, region, status: 'DELETE_IN_PROGRESS' },
    orderBy: ['family', 'revision'],
  });
  for (const record of deleted) stillThere(record, call);
}

function isRemovable(record: TaskDefinitionRecord, { tables, now }: Call): boolean {
  const { account, region, family, revision, definition } = record;
  const requestedAt = (definition.deleteRequestedAt ?? 0) * 1000;
  if (now < requestedAt + visibleFor) return false;
  const where = { account, region, family, revision, last_status: { not: 'STOPPED' } };
  return tables.tasks.count({ where }) === 0;
}

function remove({ family, revision }: TaskDefinitionRecord, call: Call): void {
  const { account, region, tables } = call;
  tables.taskDefinitions.delete(account, region, family, revision);
  writeTags(call, taskDefinitionArn(call, family, revision), []);
  updateFamily(call, family);
}

/** Says anew what the family is, after one of its revisions changed. */
export function updateFamily({ account, region, tables }: Call, family: string): void {
  const record = tables.families.get(account, region, family);
  if (record === undefined) return;
  const any = (status?: 'ACTIVE'): boolean =>
    tables.taskDefinitions.select({ where: { account, region, family, status }, limit: 1 }).length > 0;
  const remaining: FamilyRecord['status'] = any() ? 'INACTIVE' : 'EMPTY';
  tables.families.put({ ...record, status: any('ACTIVE') ? 'ACTIVE' : remaining });
}
