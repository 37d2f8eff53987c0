import { type ContainerRule, eachContainer, firstOf, type Rule } from '../rule.ts';

/** Roles, and what cannot be fetched without the execution role. */

/** A whole ARN or the bare name; AWS echoes what was sent. Whether the role exists is IAM's to say. */
const isRole = (role: string): boolean =>
  /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,575}$/.test(role) || /^[\w+=,.@-]{1,64}$/.test(role);

const valid: Rule = ({ taskRoleArn, executionRoleArn }) =>
  firstOf([taskRoleArn, executionRoleArn], (role) =>
    role === undefined || isRole(role) ? undefined : 'Role is not valid',
  );

const neededToFetch: ContainerRule = (container, { executionRoleArn }) => {
  if (executionRoleArn !== undefined) return undefined;
  const secrets = [...(container.secrets ?? []), ...(container.logConfiguration?.secretOptions ?? [])];
  if (secrets.length > 0)
    return "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";
  if (container.repositoryCredentials !== undefined)
    return 'Private repository authentication requires that the task definition specify a value for executionRoleArn.';
  return (container.environmentFiles ?? []).length > 0
    ? "When you are specifying environment files, you must also specify a value for 'executionRoleArn'." // (I)
    : undefined;
};

export const roleRules: readonly Rule[] = [valid, eachContainer(neededToFetch)];
