import type { LogsOperations, StartLiveTailRequest } from '../../aws/contract/logs.types.gen.ts';
import type { EventStream } from '../../aws/event-stream.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { LogsTables } from './model/tables.ts';

/** What of a call decides where it reads and writes: enough for parts that no client calls. */
export interface LogsScope extends Pick<RequestContext, 'account' | 'region' | 'partition'> {
  readonly tables: LogsTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
}

/** All that an operation works with: who asks, what is stored, the time. */
export interface LogsCall extends RequestContext, LogsScope {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The contract, save that what it calls a union of events comes as a stream of them. */
export type ServedOperations = Omit<LogsOperations, 'StartLiveTail'> & {
  readonly StartLiveTail: { input: StartLiveTailRequest; output: EventStream };
};

type Name = keyof ServedOperations;

/** One operation. Synchronous, and run in one transaction: it is done whole or not at all. */
export type LogsOperation<Named extends Name> = (
  input: ServedOperations[Named]['input'],
  call: LogsCall,
) => ServedOperations[Named]['output'];

export type LogsOperationTable = { readonly [Named in Name]?: LogsOperation<Named> };
