import type { EcrOperationName, EcrOperations } from '../../aws/contract/ecr.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { RegistryAddress } from './model/address.ts';
import type { EcrTables } from './model/tables.ts';
import type { BlobStore } from './registry/blob-store.ts';
import type { Tokens } from './registry/tokens.ts';
import type { Uploads } from './registry/uploads.ts';

/** All that an operation works with: who asks, what is stored, the time. */
export interface EcrCall extends RequestContext {
  readonly tables: EcrTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly address: RegistryAddress;
  readonly tokens: Tokens;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  /** `http://127.0.0.1:4566`. */
  readonly endpoint: string;
}

/**
 * One operation, run in one transaction. One that returns a promise has its transaction up to its first
 * `await`; only those that write layers to disk do.
 */
export type EcrOperation<Name extends EcrOperationName> = (
  input: EcrOperations[Name]['input'],
  call: EcrCall,
) => EcrOperations[Name]['output'] | Promise<EcrOperations[Name]['output']>;

export type EcrOperationTable = { readonly [Name in EcrOperationName]?: EcrOperation<Name> };
