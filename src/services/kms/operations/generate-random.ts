import { randomBytes } from 'node:crypto';
import { noRandomBytes, unsupported } from '../errors.ts';
import { checkRequest } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';

export const generateRandom: KmsOperation<'GenerateRandom'> = (input, call) => {
  checkRequest(call, input);
  if (input.CustomKeyStoreId !== undefined) throw unsupported('CustomKeyStoreId');
  if (input.NumberOfBytes === undefined) throw noRandomBytes();
  return { Plaintext: randomBytes(input.NumberOfBytes).toString('base64') };
};
