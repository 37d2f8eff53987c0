import { unsupported } from '../errors.ts';
import { encryptionAlgorithm } from '../model/asymmetric.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';
import { open, sourceOf } from './decrypt.ts';
import { encryptUnder } from './encrypt.ts';

/** Opens under one key and encrypts under another; the plaintext does not leave. */
export const reEncrypt: KmsOperation<'ReEncrypt'> = (input, call) => {
  checkRequest(call, input);
  if (input.DryRunModifiers !== undefined) throw unsupported('DryRunModifiers');
  const source = sourceOf(call, 'ReEncryptFrom', {
    blob: input.CiphertextBlob,
    keyId: input.SourceKeyId,
    algorithm: input.SourceEncryptionAlgorithm,
    context: input.SourceEncryptionContext,
  });
  const key = keyByAnyName(call, input.DestinationKeyId);
  checkUse(call, key, 'ReEncryptTo', { usage: 'ENCRYPT_DECRYPT' });
  const context = input.DestinationEncryptionContext;
  const algorithm = encryptionAlgorithm(key, input.DestinationEncryptionAlgorithm, context);
  const { plain, materialId } = open(call, source);
  checkDryRun(input);
  return {
    CiphertextBlob: encryptUnder(call, key, { algorithm, context, plain }).toString('base64'),
    SourceKeyId: source.key.arn,
    KeyId: key.arn,
    SourceEncryptionAlgorithm: source.algorithm,
    DestinationEncryptionAlgorithm: algorithm,
    ...(materialId !== undefined && { SourceKeyMaterialId: materialId }),
    ...(algorithm === 'SYMMETRIC_DEFAULT' &&
      key.materialId !== undefined && { DestinationKeyMaterialId: key.materialId }),
  };
};
