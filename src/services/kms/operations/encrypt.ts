import type { EncryptionAlgorithmSpec } from '../../../aws/contract/kms.types.gen.ts';
import { encryptionAlgorithm, encryptRsa } from '../model/asymmetric.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { type EncryptionContext, encryptSymmetric } from '../model/symmetric.ts';
import type { KeyRecord } from '../model/tables.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const encrypt: KmsOperation<'Encrypt'> = (input, call) => {
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, 'Encrypt', { usage: 'ENCRYPT_DECRYPT' });
  const algorithm = encryptionAlgorithm(key, input.EncryptionAlgorithm, input.EncryptionContext);
  checkDryRun(input);
  const blob = encryptUnder(call, key, {
    algorithm,
    context: input.EncryptionContext,
    plain: Buffer.from(input.Plaintext, 'base64'),
  });
  return { CiphertextBlob: blob.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: algorithm };
};

/** `algorithm` is one of the key's own. */
export function encryptUnder(
  call: KmsCall,
  key: KeyRecord,
  what: {
    readonly algorithm: EncryptionAlgorithmSpec;
    readonly context: EncryptionContext | undefined;
    readonly plain: Buffer;
  },
): Buffer {
  const { algorithm, context, plain } = what;
  return algorithm === 'SYMMETRIC_DEFAULT'
    ? encryptSymmetric(call, key, plain, context)
    : encryptRsa(key, algorithm, plain);
}
