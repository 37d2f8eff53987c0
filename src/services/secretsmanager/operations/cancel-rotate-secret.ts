import { activeSecret } from '../model/find.ts';
import type { SecretsOperation } from '../operation.ts';

/** No more rotations, nor the rest of one that is on its way; its version keeps AWSPENDING, as by AWS. */
export const cancelRotateSecret: SecretsOperation<'CancelRotateSecret'> = (input, call) => {
  const secret = activeSecret(call, input.SecretId);
  const answer = { ARN: secret.arn, Name: secret.name };
  if (secret.rotation === undefined) return answer;
  const { job, nextAt: _, ...rotation } = secret.rotation;
  call.tables.secrets.put({ ...secret, rotation: { ...rotation, enabled: false }, changedAt: call.now });
  return { ...answer, ...(job !== undefined && { VersionId: job.versionId }) };
};
