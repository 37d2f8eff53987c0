import type {
  GenerateDataKeyPairRequest,
  GenerateDataKeyPairResponse,
  GenerateDataKeyPairWithoutPlaintextRequest,
} from '../../../aws/contract/kms.types.gen.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { type Material, newMaterial } from '../model/material.ts';
import { specOf } from '../model/specs.ts';
import { encryptSymmetric } from '../model/symmetric.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const generateDataKeyPair: KmsOperation<'GenerateDataKeyPair'> = (input, call) =>
  dataKeyPair(input, call, 'GenerateDataKeyPair');

export const generateDataKeyPairWithoutPlaintext: KmsOperation<
  'GenerateDataKeyPairWithoutPlaintext'
> = async (input, call) => {
  const { PrivateKeyPlaintext: _, ...answer } = await dataKeyPair(
    input,
    call,
    'GenerateDataKeyPairWithoutPlaintext',
  );
  return answer;
};

async function dataKeyPair(
  input: GenerateDataKeyPairRequest | GenerateDataKeyPairWithoutPlaintextRequest,
  call: KmsCall,
  operation: string,
): Promise<GenerateDataKeyPairResponse> {
  const { KeyPairSpec: name } = input;
  const spec = specOf(name);
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, operation, { usage: 'ENCRYPT_DECRYPT', symmetric: true });
  checkDryRun(input);
  const { secret, publicKey }: Material = await newMaterial(spec);
  return {
    PrivateKeyCiphertextBlob: encryptSymmetric(call, key, secret, input.EncryptionContext).toString('base64'),
    PrivateKeyPlaintext: secret.toString('base64'),
    ...(publicKey !== undefined && { PublicKey: publicKey.toString('base64') }),
    KeyId: key.arn,
    KeyPairSpec: name,
    ...(key.materialId !== undefined && { KeyMaterialId: key.materialId }),
  };
}
