import type { EnvironmentFile } from '../../../../../aws/contract/ecs.types.gen.ts';
import { blank, type ContainerRule, eachContainer, firstOf, firstRepeated, type Rule } from '../rule.ts';
import { isSecretReference } from '../secrets.ts';

/** Environment variables, secrets that become such, and files of them. */

const environment: ContainerRule = ({ name, environment: variables }) =>
  firstOf(variables, ({ name: variable }) => {
    if (blank(variable))
      return `Environment variable names of container '${name}' should not be null or empty.`; // (I)
    return variable?.includes('=')
      ? `Environment variable name '${variable}' of container '${name}' contains invalid characters.` // (I)
      : undefined;
  });

const secrets: ContainerRule = ({ environment: variables = [], secrets: all = [], logConfiguration }) => {
  const twice = firstRepeated(all.map(({ name }) => name));
  if (twice !== undefined) return `Duplicate secret names found: ${twice}. Each secret name must be unique.`;
  const shared = all.find(({ name }) => variables.some((variable) => variable.name === name));
  if (shared !== undefined)
    return `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${shared.name}'.`;
  const invalid = [...all, ...(logConfiguration?.secretOptions ?? [])].find(
    ({ valueFrom }) => !isSecretReference(valueFrom),
  );
  return invalid === undefined ? undefined : 'Invalid arn syntax.';
};

/** What is wrong with files of environment variables, in a task definition or in an override. */
export function environmentFilesProblem(
  name: string,
  files: readonly EnvironmentFile[] = [],
): string | undefined {
  if (files.length > 10) return `Container '${name}' can have at most 10 environment files.`; // (I)
  return firstOf(files, ({ value }) => {
    if (!/^arn:[^:]+:s3:::[^/]+\/.+$/.test(value)) return 'Invalid arn syntax.';
    return value.endsWith('.env')
      ? undefined
      : `Environment file '${value}' must have the file extension '.env'.`; // (I)
  });
}

const environmentFiles: ContainerRule = ({ name, environmentFiles: files }) =>
  environmentFilesProblem(name ?? '', files);

const repositoryCredentials: ContainerRule = ({ repositoryCredentials: credentials }) =>
  credentials === undefined || !blank(credentials.credentialsParameter)
    ? undefined
    : 'repositoryCredentials.credentialsParameter should not be null or empty.'; // (I)

export const environmentRules: readonly Rule[] = [
  eachContainer(environment, secrets, environmentFiles, repositoryCredentials),
];
