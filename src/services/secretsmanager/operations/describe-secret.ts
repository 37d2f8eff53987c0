import { describeSecret as described, versionsToStages } from '../model/describe.ts';
import { anySecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

export const describeSecret: SecretsOperation<'DescribeSecret'> = (input, call) => {
  const secret = anySecret(call, input.SecretId);
  const stages = versionsToStages(call, secret);
  return { ...described(secret), ...(stages !== undefined && { VersionIdsToStages: stages }) };
};
