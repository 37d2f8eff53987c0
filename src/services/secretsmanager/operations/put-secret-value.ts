import { rotationTokenInvalid, tokenMissing, valueMissing } from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { current } from '../model/stages.ts';
import { givenValue } from '../model/values.ts';
import { addVersion } from '../model/versions.ts';
import type { SecretsOperation } from '../operation.ts';

export const putSecretValue: SecretsOperation<'PutSecretValue'> = (input, call) => {
  const { ClientRequestToken: token, VersionStages: stages = [current] } = input;
  if (token === undefined) throw tokenMissing();
  const value = givenValue(input);
  if (value === undefined) throw valueMissing();
  const secret = activeSecret(call, input.SecretId);
  const { job } = secret.rotation ?? {};
  const { RotationToken: rotationToken } = input;
  if (rotationToken !== undefined && rotationToken !== job?.token) throw rotationTokenInvalid();
  const version = addVersion(call, secret, { token, value, stages });
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    ...(version.stages.length > 0 && { VersionStages: [...version.stages] }),
  };
};
