import type { EventsOperationName, EventsOperations } from '../../aws/contract/events.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { EventLog } from './log/event-log.ts';
import type { EventsTables } from './model/tables.ts';
import type { EventTargets } from './ports.ts';

/** All that an operation works with: who asks, what is stored, the time, and new names. */
export interface EventsCall extends RequestContext {
  readonly tables: EventsTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly ids: Ids;
  readonly eventLog: EventLog;
  readonly targets: EventTargets;
  readonly log: Log;
  /** Seals what connections sign in with. */
  readonly cipher: Cipher;
}

/** One operation. Synchronous, and run in one transaction: it is done whole or not at all. */
export type EventsOperation<Name extends EventsOperationName> = (
  input: EventsOperations[Name]['input'],
  call: EventsCall,
) => EventsOperations[Name]['output'];

export type EventsOperationTable = { readonly [Name in EventsOperationName]?: EventsOperation<Name> };

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;
