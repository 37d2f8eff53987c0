import { tokenMissing } from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { current } from '../model/stages.ts';
import { givenValue, namedKey } from '../model/values.ts';
import { addVersion, resealVersions } from '../model/versions.ts';
import type { SecretsOperation } from '../operation.ts';

/** Changes what is said of a secret, and gives it a new current version when it is given a value. */
export const updateSecret: SecretsOperation<'UpdateSecret'> = (input, call) => {
  const { ClientRequestToken: token, Description: description, KmsKeyId: kmsKeyId, Type: type } = input;
  if (token === undefined) throw tokenMissing();
  const value = givenValue(input);
  const { kmsKeyId: keyBefore, ...before } = activeSecret(call, input.SecretId);
  const keyAfter = kmsKeyId === undefined ? keyBefore : namedKey(kmsKeyId);
  const secret = {
    ...before,
    ...(description !== undefined && { description }),
    ...(keyAfter !== undefined && { kmsKeyId: keyAfter }),
    ...(type !== undefined && { type }),
    changedAt: call.now,
  };
  call.tables.secrets.put(secret);
  if (kmsKeyId !== undefined) resealVersions(call, secret);
  if (value === undefined) return { ARN: secret.arn, Name: secret.name };
  addVersion(call, secret, { token, value, stages: [current] });
  return { ARN: secret.arn, Name: secret.name, VersionId: token };
};
