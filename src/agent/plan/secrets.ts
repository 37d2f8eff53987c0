import type { ContainerDefinition, ContainerOverride } from '../../aws/contract/ecs.types.gen.ts';
import type { ContainerPlan } from '../model/task-plan.ts';

type Fetched = Pick<ContainerPlan, 'secrets' | 'logSecrets' | 'environmentFiles' | 'registrySecret'>;

/** What is fetched before the container is made. Files that an override names replace the definition's. */
export function secretsOf(definition: ContainerDefinition, override: ContainerOverride | undefined): Fetched {
  const { secrets = [], repositoryCredentials, logConfiguration } = definition;
  const logSecrets = logConfiguration?.secretOptions ?? [];
  const files = environmentFilesOf(definition, override);
  return {
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(logSecrets.length === 0 ? {} : { logSecrets }),
    ...(files.length === 0 ? {} : { environmentFiles: files }),
    ...(repositoryCredentials === undefined
      ? {}
      : { registrySecret: repositoryCredentials.credentialsParameter }),
  };
}

export const environmentFilesOf = (
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
): readonly string[] =>
  (override?.environmentFiles ?? definition.environmentFiles ?? []).map(({ value }) => value);
