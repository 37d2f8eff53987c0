import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken } from '../errors.ts';
import { anySecret } from '../model/find.ts';
import { versionsOf } from '../model/versions.ts';
import { seconds, type SecretsOperation } from '../operation.ts';

/** What stands in place of a key where the account's own `aws/secretsmanager` is used. */
const defaultKey = 'DefaultEncryptionKey';

export const listSecretVersionIds: SecretsOperation<'ListSecretVersionIds'> = (input, call) => {
  const secret = anySecret(call, input.SecretId);
  const isShown = ({ stages }: { readonly stages: readonly string[] }): boolean =>
    input.IncludeDeprecated === true || stages.length > 0;
  const { items, nextToken } = paginateList(
    versionsOf(call, secret).filter(isShown),
    ({ createdAt, versionId }) => `${String(createdAt).padStart(16, '0')} ${versionId}`,
    {
      nextToken: input.NextToken,
      maxResults: input.MaxResults,
      defaultSize: 100,
      query: [secret.arn, input.IncludeDeprecated],
      invalidToken: invalidNextToken,
    },
  );
  return {
    Versions: items.map(({ versionId, stages, createdAt, accessedAt }) => ({
      VersionId: versionId,
      ...(stages.length > 0 && { VersionStages: [...stages] }),
      ...(accessedAt !== undefined && { LastAccessedDate: seconds(accessedAt) }),
      CreatedDate: seconds(createdAt),
      KmsKeyIds: [secret.kmsKeyId ?? defaultKey],
    })),
    ...(nextToken !== undefined && { NextToken: nextToken }),
    ARN: secret.arn,
    Name: secret.name,
  };
};
