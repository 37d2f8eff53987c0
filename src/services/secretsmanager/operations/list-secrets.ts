import { describeSecret, versionsToStagesOf } from '../model/describe.ts';
import { listPage } from '../model/list.ts';
import type { SecretsOperation } from '../operation.ts';

export const listSecrets: SecretsOperation<'ListSecrets'> = (input, call) => {
  const { items, nextToken } = listPage(call, input, 100);
  const stagesBySecret = versionsToStagesOf(call, items);
  return {
    SecretList: items.map((secret) => {
      const stages = stagesBySecret.get(secret.arn);
      return { ...describeSecret(secret), ...(stages !== undefined && { SecretVersionsToStages: stages }) };
    }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
};
