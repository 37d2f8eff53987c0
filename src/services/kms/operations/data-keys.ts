import { randomBytes } from 'node:crypto';
import type {
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
  GenerateDataKeyWithoutPlaintextRequest,
} from '../../../aws/contract/kms.types.gen.ts';
import { bytesOrSpec } from '../errors.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { encryptSymmetric } from '../model/symmetric.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const generateDataKey: KmsOperation<'GenerateDataKey'> = (input, call) =>
  dataKey(input, call, 'GenerateDataKey');

/** For those who will ask for the key only later. */
export const generateDataKeyWithoutPlaintext: KmsOperation<'GenerateDataKeyWithoutPlaintext'> = (
  input,
  call,
) => {
  const { Plaintext: _, ...answer } = dataKey(input, call, 'GenerateDataKeyWithoutPlaintext');
  return answer;
};

function dataKey(
  input: GenerateDataKeyRequest | GenerateDataKeyWithoutPlaintextRequest,
  call: KmsCall,
  operation: string,
): GenerateDataKeyResponse {
  const { KeySpec: spec, NumberOfBytes: bytes } = input;
  if ((spec === undefined) === (bytes === undefined)) throw bytesOrSpec();
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, operation, { usage: 'ENCRYPT_DECRYPT', symmetric: true });
  checkDryRun(input);
  const plain = randomBytes(bytes ?? (spec === 'AES_128' ? 16 : 32));
  return {
    CiphertextBlob: encryptSymmetric(call, key, plain, input.EncryptionContext).toString('base64'),
    Plaintext: plain.toString('base64'),
    KeyId: key.arn,
    ...(key.materialId !== undefined && { KeyMaterialId: key.materialId }),
  };
}
