import type { S3OperationName, S3Operations } from '../../aws/contract/s3.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { S3Tables } from './model/tables.ts';
import type { EventSink, KeySource } from './ports.ts';
import type { Blobs } from './storage/blobs.ts';

/** All that an operation works with. */
export interface S3Call extends RequestContext {
  readonly tables: S3Tables;
  readonly blobs: Blobs;
  readonly ids: Ids;
  /** Milliseconds since the epoch, as of now: receiving an object takes time. */
  readonly now: () => number;
  /** Absent: nobody is told. */
  readonly events: EventSink | undefined;
  /** Absent: there is no KMS. */
  readonly keys: KeySource | undefined;
  /** Hexadecimal, and each more than the one before: the order of events. */
  readonly sequencer: () => string;
  /** All writes within are kept, or none. */
  readonly transaction: <Result>(work: () => Result) => Result;
}

export type S3Operation<Name extends S3OperationName> = (
  input: S3Operations[Name]['input'],
  call: S3Call,
) => S3Operations[Name]['output'] | Promise<S3Operations[Name]['output']>;

export type S3OperationTable = { readonly [Name in S3OperationName]?: S3Operation<Name> };

/** Amazon S3 keeps time in whole seconds. */
export const seconds = (ms: number): number => Math.floor(ms / 1000);

export interface Owned {
  readonly ID: string;
  readonly DisplayName: string;
}

/** The canonical user that stands for an account. */
export const ownerOf = (account: string): Owned => ({ ID: account.padStart(64, '0'), DisplayName: account });
