import type { Authorize } from '../aws/authorization.ts';
import type { Service } from '../aws/service.ts';
import type { Keys, KeyUse } from '../services/kms/index.ts';

/**
 * Keys as a service uses them on its caller's behalf: he must be allowed to himself. The keys that AWS manages
 * for the service say so of everybody in the account, by `kms:ViaService`.
 */
export function keysVia(
  name: 'secretsmanager' | 'ssm',
  { keys, service: kms }: { readonly keys: Keys; readonly service: Service },
  authorize: Authorize | undefined,
): Keys {
  if (authorize === undefined) return keys;
  const service = via(name, kms);
  const weigh = (operation: string, key: object, { caller, context }: KeyUse): void =>
    authorize(service, operation, { ...key, EncryptionContext: context }, caller);
  // Secrets Manager asks for a key of its own cipher, the Parameter Store for the ciphertext.
  const encrypting = name === 'secretsmanager' ? 'GenerateDataKey' : 'Encrypt';
  const weighEncryption = (KeyId: string, use: KeyUse): void => {
    // Made with its first use, and open to all who come by its service.
    if (!/(?:^|:)alias\/aws\//.test(KeyId)) weigh(encrypting, { KeyId }, use);
  };
  return {
    ...keys,
    encrypt(keyId, plain, use) {
      weighEncryption(keyId, use);
      return keys.encrypt(keyId, plain, use);
    },
    generateDataKey(keyId, bytes, use) {
      weighEncryption(keyId, use);
      return keys.generateDataKey(keyId, bytes, use);
    },
    decrypt(blob, use) {
      weigh('Decrypt', { CiphertextBlob: blob.toString('base64') }, use);
      return keys.decrypt(blob, use);
    },
  };
}

/** KMS as it is called by another service. */
const via = (name: string, kms: Service): Service => ({
  ...kms,
  demands: (operation, input, context) =>
    (kms.demands?.(operation, input, context) ?? []).map((demand) => ({
      ...demand,
      conditions: {
        ...demand.conditions,
        'kms:ViaService': `${name}.${context.region}.amazonaws.com`,
        'aws:ViaAWSService': 'true',
      },
    })),
});
