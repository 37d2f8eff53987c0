import type {
  SecretsmanagerOperationName,
  SecretsmanagerOperations,
} from '../../aws/contract/secretsmanager.types.gen.ts';
import type { RequestContext } from '../../aws/service.ts';
import type { Cipher } from '../../kernel/cipher.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { SecretKeys } from './keys.ts';
import type { SecretTables } from './model/tables.ts';

/** All that an operation works with: who asks, what is stored, the time, new names, and how values lie. */
export interface SecretsCall extends RequestContext {
  readonly tables: SecretTables;
  /** Milliseconds since the epoch; the same throughout one call. */
  readonly now: number;
  readonly ids: Ids;
  /** Opens what was kept before there was a KMS here. */
  readonly cipher: Cipher;
  readonly keys: SecretKeys;
  /** Whether there is somebody who carries rotations out. */
  readonly rotates: boolean;
}

/** One operation. Synchronous, and run in one transaction: it is done whole or not at all. */
export type SecretsOperation<Name extends SecretsmanagerOperationName> = (
  input: SecretsmanagerOperations[Name]['input'],
  call: SecretsCall,
) => SecretsmanagerOperations[Name]['output'];

/** A promise is for what is written all the same, though the answer is an error. */
export type SecretsOperationTable = {
  readonly [Name in SecretsmanagerOperationName]?: (
    ...call: Parameters<SecretsOperation<Name>>
  ) => ReturnType<SecretsOperation<Name>> | Promise<never>;
};

/** Epoch milliseconds, as Longshore keeps time, to the epoch seconds that AWS answers. */
export const seconds = (ms: number): number => ms / 1000;
