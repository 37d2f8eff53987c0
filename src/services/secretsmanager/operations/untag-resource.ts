import { activeSecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

export const untagResource: SecretsOperation<'UntagResource'> = (input, call) => {
  const secret = activeSecret(call, input.SecretId);
  const tags = secret.tags.filter(({ Key }) => Key === undefined || !input.TagKeys.includes(Key));
  call.tables.secrets.put({ ...secret, tags, changedAt: call.now });
  return {};
};
