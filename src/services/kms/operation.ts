import type { KmsOperationName, KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { KmsTables } from './model/tables.ts';

/** All that an operation works with: who asks, what is stored, the time, and how key material lies. */
export interface KmsCall extends RequestContext {
  readonly tables: KmsTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly ids: Ids;
  readonly cipher: Cipher;
  /** For what is written after a pause: an operation's own transaction ends with its first wait. */
  atomically<Result>(work: () => Result): Result;
}

/** One operation, run in one transaction: it is done whole or not at all. Only RSA keys take their time. */
export type KmsOperation<Name extends KmsOperationName> = (
  input: KmsOperations[Name]['input'],
  call: KmsCall,
) => KmsOperations[Name]['output'] | Promise<KmsOperations[Name]['output']>;

export type KmsOperationTable = { readonly [Name in KmsOperationName]?: KmsOperation<Name> };

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;

export const day = 86_400_000;
