import { invalidSignature } from '../errors.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { sign as signed, signingOf, verify as isSignature } from '../model/signatures.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';

export const sign: KmsOperation<'Sign'> = (input, call) => {
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, 'Sign', { usage: 'SIGN_VERIFY' });
  const { SigningAlgorithm: algorithm, Message: message, MessageType: type } = input;
  const signing = signingOf(key, { algorithm, message, type });
  checkDryRun(input);
  return {
    KeyId: key.arn,
    Signature: signed(call, signing).toString('base64'),
    SigningAlgorithm: algorithm,
  };
};

export const verify: KmsOperation<'Verify'> = (input, call) => {
  checkRequest(call, input);
  const key = keyByAnyName(call, input.KeyId);
  checkUse(call, key, 'Verify', { usage: 'SIGN_VERIFY' });
  const { SigningAlgorithm: algorithm, Message: message, MessageType: type } = input;
  const signing = signingOf(key, { algorithm, message, type });
  checkDryRun(input);
  if (!isSignature(signing, Buffer.from(input.Signature, 'base64'))) throw invalidSignature();
  return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: algorithm };
};
