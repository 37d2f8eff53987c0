import type { EncryptionAlgorithmSpec } from '../../../aws/contract/kms.types.gen.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { ciphertextUnknown, incorrectKey, keyNeeded, missing, unsupported } from '../errors.ts';
import { decryptRsa, encryptionAlgorithm } from '../model/asymmetric.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { decryptSymmetric, type EncryptionContext, keyOfCiphertext } from '../model/symmetric.ts';
import type { KeyRecord } from '../model/tables.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const decrypt: KmsOperation<'Decrypt'> = (input, call) => {
  checkRequest(call, input);
  if (input.DryRunModifiers !== undefined) throw unsupported('DryRunModifiers');
  const wanted = sourceOf(call, 'Decrypt', {
    blob: input.CiphertextBlob,
    keyId: input.KeyId,
    algorithm: input.EncryptionAlgorithm,
    context: input.EncryptionContext,
  });
  const { plain, materialId } = open(call, wanted);
  checkDryRun(input);
  return {
    KeyId: wanted.key.arn,
    Plaintext: plain.toString('base64'),
    EncryptionAlgorithm: wanted.algorithm,
    ...(materialId !== undefined && { KeyMaterialId: materialId }),
  };
};

/** A ciphertext, with the key that is to open it. */
export interface Source {
  readonly key: KeyRecord;
  readonly blob: Buffer;
  readonly algorithm: EncryptionAlgorithmSpec;
  readonly context: EncryptionContext | undefined;
}

/** A symmetric ciphertext names its key, and a key that is named beside it must be the same. */
export function sourceOf(
  call: KmsCall,
  operation: 'Decrypt' | 'ReEncryptFrom',
  given: {
    readonly blob: string | undefined;
    readonly keyId: string | undefined;
    readonly algorithm: EncryptionAlgorithmSpec | undefined;
    readonly context: EncryptionContext | undefined;
  },
): Source {
  if (given.blob === undefined) throw missing('ciphertextBlob');
  const blob = Buffer.from(given.blob, 'base64');
  const named = given.keyId === undefined ? undefined : keyByAnyName(call, given.keyId);
  const isRsa = (given.algorithm ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT';
  if (isRsa && named === undefined) throw keyNeeded();
  const key = isRsa && named !== undefined ? named : keyOfSymmetric(call, blob, named);
  try {
    checkUse(call, key, operation, { usage: 'ENCRYPT_DECRYPT' });
  } catch (error) {
    // Of a key that may not be used, a ciphertext does not tell whether it is there.
    const isDenied = error instanceof AwsError && error.code === 'AccessDeniedException';
    throw isDenied ? ciphertextUnknown() : error;
  }
  const algorithm = encryptionAlgorithm(key, given.algorithm, given.context);
  return { key, blob, algorithm, context: given.context };
}

function keyOfSymmetric(call: KmsCall, blob: Buffer, named: KeyRecord | undefined): KeyRecord {
  // What another kind of key has made does not name it; the algorithm is refused below.
  if (named !== undefined && named.spec !== 'SYMMETRIC_DEFAULT') return named;
  const key = keyOfCiphertext(call, blob);
  if (named !== undefined && named.id !== key.id) throw incorrectKey();
  return key;
}

export function open(
  call: KmsCall,
  { key, blob, algorithm, context }: Source,
): { readonly plain: Buffer; readonly materialId?: string } {
  return algorithm === 'SYMMETRIC_DEFAULT'
    ? decryptSymmetric(call, key, blob, context)
    : { plain: decryptRsa(call, key, algorithm, blob) };
}
