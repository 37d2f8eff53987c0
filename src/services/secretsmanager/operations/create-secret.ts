import { arn } from '../../../aws/arn.ts';
import type { CreateSecretResponse } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { lettersAndDigits, randomText } from '../../../kernel/ids.ts';
import { nameScheduledForDeletion, notImplemented, secretExists, tokenMissing } from '../errors.ts';
import { checkName, isGone } from '../model/find.ts';
import type { SecretRecord } from '../model/tables.ts';
import { checkTags } from '../model/tags.ts';
import { givenValue, namedKey, openValue, sameValue, type SecretValue } from '../model/values.ts';
import { addVersion, eraseSecret } from '../model/versions.ts';
import type { SecretsCall, SecretsOperation } from '../operation.ts';

/** Makes a secret, with a first version if it is given a value. The same request again answers the same. */
export const createSecret: SecretsOperation<'CreateSecret'> = (input, call) => {
  const { Name: name, ClientRequestToken: token, Tags: tags = [] } = input;
  checkName(name);
  if (token === undefined) throw tokenMissing();
  if (input.AddReplicaRegions !== undefined) throw notImplemented('AddReplicaRegions of CreateSecret');
  checkTags(tags);
  const value = givenValue(input);
  const standing = call.tables.secrets.get(call.account, call.region, name);
  if (standing !== undefined && isGone(standing, call.now)) eraseSecret(call, standing);
  else if (standing?.deletionAt !== undefined) throw nameScheduledForDeletion();
  else if (standing !== undefined) return repeated(call, standing, token, value);

  const kmsKeyId = namedKey(input.KmsKeyId);
  const secret: SecretRecord = {
    account: call.account,
    region: call.region,
    name,
    arn: arn(call, 'secretsmanager', `secret:${name}-${randomText(call.ids, 6, lettersAndDigits)}`),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(input.Type !== undefined && { type: input.Type }),
    tags,
    createdAt: call.now,
    changedAt: call.now,
  };
  call.tables.secrets.put(secret);
  if (value === undefined) return { ARN: secret.arn, Name: name };
  addVersion(call, secret, { token, value, stages: [] });
  return { ARN: secret.arn, Name: name, VersionId: token };
};

function repeated(
  call: SecretsCall,
  standing: SecretRecord,
  token: string,
  value: SecretValue | undefined,
): CreateSecretResponse {
  const version = call.tables.versions.get(standing.arn, token);
  if (version === undefined || value === undefined || !sameValue(openValue(call, version), value)) {
    throw secretExists(standing.name);
  }
  return { ARN: standing.arn, Name: standing.name, VersionId: token };
}
