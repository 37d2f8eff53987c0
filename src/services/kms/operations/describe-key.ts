import { keyByAnyName } from '../model/find-key.ts';
import { metadataOf } from '../model/metadata.ts';
import { checkRequest } from '../model/use-key.ts';
import type { KmsOperation } from '../operation.ts';

export const describeKey: KmsOperation<'DescribeKey'> = (input, call) => {
  checkRequest(call, input);
  return { KeyMetadata: metadataOf(keyByAnyName(call, input.KeyId)) };
};
