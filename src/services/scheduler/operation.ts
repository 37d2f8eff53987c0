import type { SchedulerOperationName, SchedulerOperations } from '../../aws/contract/scheduler.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { SchedulerTables } from './model/tables.ts';
import type { SchedulerTargets } from './ports.ts';

/** All that an operation works with: who asks, what is stored, the time, and new names. */
export interface SchedulerCall extends RequestContext {
  readonly tables: SchedulerTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly ids: Ids;
  readonly targets: SchedulerTargets;
}

/** One operation. Synchronous, and run in one transaction: it is done whole or not at all. */
export type SchedulerOperation<Name extends SchedulerOperationName> = (
  input: SchedulerOperations[Name]['input'],
  call: SchedulerCall,
) => SchedulerOperations[Name]['output'];

export type SchedulerOperationTable = {
  readonly [Name in SchedulerOperationName]: SchedulerOperation<Name>;
};

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;
