import { activeSecret } from '../model/find.ts';
import { isPublic, policyProblems } from '../model/resource-policy.ts';
import type { SecretsOperation } from '../operation.ts';

export const validateResourcePolicy: SecretsOperation<'ValidateResourcePolicy'> = (input, call) => {
  const { ResourcePolicy: policy, SecretId: id } = input;
  if (id !== undefined) activeSecret(call, id);
  const problems = policyProblems(policy);
  if (problems.length === 0 && isPublic(policy)) {
    problems.push({ CheckName: 'PUBLIC_POLICY', ErrorMessage: 'The policy grants access to everybody.' }); // (I)
  }
  return { PolicyValidationPassed: problems.length === 0, ValidationErrors: problems };
};
