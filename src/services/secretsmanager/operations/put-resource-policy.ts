import { malformedPolicy, publicPolicy } from '../errors.ts';
import { activeSecret } from '../model/find.ts';
import { isPublic, policyProblems } from '../model/resource-policy.ts';
import type { SecretsOperation } from '../operation.ts';

/** Keeps the policy; who may read a secret is not checked, as nothing is. */
export const putResourcePolicy: SecretsOperation<'PutResourcePolicy'> = (input, call) => {
  const { ResourcePolicy: policy } = input;
  const secret = activeSecret(call, input.SecretId);
  const [problem] = policyProblems(policy);
  if (problem !== undefined) throw malformedPolicy(problem.ErrorMessage ?? '');
  if (input.BlockPublicPolicy === true && isPublic(policy)) throw publicPolicy();
  call.tables.secrets.put({ ...secret, policy });
  return { ARN: secret.arn, Name: secret.name };
};
