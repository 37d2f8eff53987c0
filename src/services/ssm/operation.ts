import type { SsmOperationName, SsmOperations } from '../../aws/contract/ssm.types.gen.ts';
import type { GetSecretValueResponse } from '../../aws/contract/secretsmanager.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { ParameterKeys } from './keys.ts';
import type { SsmTables } from './model/tables.ts';

/** Secrets Manager, for parameters that stand for a secret. */
export interface ReferencedSecrets {
  /** As GetSecretValue, for the one who asks. Throws what that answers. */
  get(secretId: string, context: RequestContext): GetSecretValueResponse;
}

/** All that an operation works with: who asks, what is stored, the time, and how values lie. */
export interface SsmCall extends RequestContext {
  readonly tables: SsmTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly cipher: Cipher;
  readonly keys: ParameterKeys;
  readonly secrets: ReferencedSecrets;
}

/** One operation. Synchronous, and run in one transaction: it is done whole or not at all. */
export type SsmOperation<Name extends SsmOperationName> = (
  input: SsmOperations[Name]['input'],
  call: SsmCall,
) => SsmOperations[Name]['output'];

export type SsmOperationTable = { readonly [Name in SsmOperationName]?: SsmOperation<Name> };

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;
