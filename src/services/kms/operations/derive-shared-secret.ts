import { createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { invalidPublicKey } from '../errors.ts';
import { privateKeyOf } from '../model/asymmetric.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';

/** ECDH with somebody else's public key, which must be on the same curve. */
export const deriveSharedSecret: KmsOperation<'DeriveSharedSecret'> = (input, call) => {
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, 'DeriveSharedSecret', { usage: 'KEY_AGREEMENT' });
  const publicKey = publicKeyIn(input.PublicKey);
  const privateKey = privateKeyOf(call, key);
  const curves = [publicKey, privateKey].map((one) => one.asymmetricKeyDetails?.namedCurve);
  if (curves[0] === undefined || curves[0] !== curves[1]) throw invalidPublicKey();
  checkDryRun(input);
  return {
    KeyId: key.arn,
    SharedSecret: diffieHellman({ publicKey, privateKey }).toString('base64'),
    KeyAgreementAlgorithm: 'ECDH',
    KeyOrigin: 'AWS_KMS',
  };
};

function publicKeyIn(text: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    throw invalidPublicKey();
  }
}
