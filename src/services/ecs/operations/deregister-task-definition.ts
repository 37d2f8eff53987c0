import { missingRevision, undescribableTaskDefinition } from '../errors.ts';
import { updateFamily } from '../model/task-definition/deletion.ts';
import { findTaskDefinition, readReference } from '../model/task-definition/find.ts';
import { type EcsOperation, seconds } from '../operation.ts';

/** Doing it again succeeds and changes nothing. */
export const deregisterTaskDefinition: EcsOperation<'DeregisterTaskDefinition'> = (input, call) => {
  if (readReference(call, input.taskDefinition)?.revision === undefined) throw missingRevision();
  const record = findTaskDefinition(call, input.taskDefinition);
  if (record === undefined) throw undescribableTaskDefinition();
  if (record.status !== 'ACTIVE') return { taskDefinition: record.definition };
  const status = 'INACTIVE';
  const definition = { ...record.definition, status, deregisteredAt: seconds(call.now) } as const;
  call.tables.taskDefinitions.put({ ...record, status, definition });
  updateFamily(call, record.family);
  return { taskDefinition: definition };
};
