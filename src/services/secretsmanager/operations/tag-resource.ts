import { activeSecret } from '../model/find.ts';
import { mergeTags } from '../model/tags.ts';
import type { SecretsOperation } from '../operation.ts';

export const tagResource: SecretsOperation<'TagResource'> = (input, call) => {
  const secret = activeSecret(call, input.SecretId);
  call.tables.secrets.put({ ...secret, tags: mergeTags(secret.tags, input.Tags), changedAt: call.now });
  return {};
};
