import { randomBytes } from 'node:crypto';
import type { RequestContext } from '../../aws/service.ts';
import { keyByAnyName, usable } from './model/find-key.ts';
import {
  decryptSymmetric,
  type EncryptionContext,
  encryptSymmetric,
  keyOfCiphertext,
} from './model/symmetric.ts';
import type { KeyRecord } from './model/tables.ts';
import { symmetricOnly } from './errors.ts';
import type { KmsCall } from './operation.ts';

/** For whom and for what another service uses a key. */
export interface KeyUse {
  /** Who asked that service, from which account and region. */
  readonly caller: RequestContext;
  /** Told again to decrypt: what the value belongs to. */
  readonly context: EncryptionContext;
}

/**
 * Keys as the other services use them on somebody's behalf: also those that AWS manages for them. Synchronous,
 * so that a value and its ciphertext are one transaction. Throws what KMS would answer.
 */
export interface Keys {
  /** The ARN of a key that can encrypt. */
  usableKey(keyId: string, caller: RequestContext): string;
  /** Any length, where Encrypt itself takes 4,096 bytes. `keyId` is whatever names a key, or an alias. */
  encrypt(keyId: string, plain: Uint8Array, use: KeyUse): { readonly blob: Buffer; readonly keyArn: string };
  decrypt(blob: Buffer, use: KeyUse): { readonly plain: Buffer; readonly keyArn: string };
  /** A key for the service's own cipher, and the ciphertext that it keeps in the key's place. */
  generateDataKey(
    keyId: string,
    bytes: number,
    use: KeyUse,
  ): { readonly plain: Buffer; readonly blob: Buffer; readonly keyArn: string };
}

export function keysFor(callOf: (context: RequestContext) => KmsCall): Keys {
  const encrypt: Keys['encrypt'] = (keyId, plain, { caller, context }) => {
    const call = callOf(caller);
    return call.atomically(() => {
      const key = usableKey(call, keyId);
      return { blob: encryptSymmetric(call, key, plain, context), keyArn: key.arn };
    });
  };
  return {
    usableKey(keyId, caller) {
      const call = callOf(caller);
      return call.atomically(() => usableKey(call, keyId).arn);
    },
    encrypt,
    decrypt(blob, { caller, context }) {
      const call = callOf(caller);
      const key = usable(keyOfCiphertext(call, blob));
      return { plain: decryptSymmetric(call, key, blob, context).plain, keyArn: key.arn };
    },
    generateDataKey(keyId, bytes, use) {
      const plain = randomBytes(bytes);
      return { plain, ...encrypt(keyId, plain, use) };
    },
  };
}

function usableKey(call: KmsCall, keyId: string): KeyRecord {
  const key = usable(keyByAnyName(call, keyId));
  if (key.spec !== 'SYMMETRIC_DEFAULT') throw symmetricOnly(key.arn, key.spec, 'Encrypt');
  return key;
}
