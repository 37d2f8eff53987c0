import { symmetricOnly } from '../errors.ts';
import { keyByAnyName, usable } from '../model/find-key.ts';
import { algorithmsOf, isOlder } from '../model/metadata.ts';
import { checkRequest } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';

export const getPublicKey: KmsOperation<'GetPublicKey'> = (input, call) => {
  checkRequest(call, input);
  const key = usable(keyByAnyName(call, input.KeyId));
  const { publicKey, spec, usage, arn } = key;
  if (publicKey === undefined) throw symmetricOnly(arn, spec, 'GetPublicKey');
  return {
    KeyId: arn,
    PublicKey: publicKey,
    ...(isOlder(spec) && { CustomerMasterKeySpec: spec }),
    KeySpec: spec,
    KeyUsage: usage,
    ...algorithmsOf(key),
  };
};
