import type {
  ContainerDefinition,
  ContainerOverride,
  KeyValuePair,
} from '../../aws/contract/ecs.types.gen.ts';
import { environmentFilesOf } from './secrets.ts';

export type LaunchType = 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';

const executionEnvironments = {
  EC2: 'AWS_ECS_EC2',
  EXTERNAL: 'AWS_ECS_EC2',
  FARGATE: 'AWS_ECS_FARGATE',
  MANAGED_INSTANCES: 'AWS_ECS_MANAGED_INSTANCES',
} as const satisfies Record<LaunchType, string>;

/**
 * The definition's environment, with the override's merged in by name, and what the agent injects. The
 * region is left alone when the task definition names one (agent ≥ 1.104; on Fargate as well); a file of
 * environment variables may do so too, which is known when it has been read (`hooks/secrets.ts`).
 */
export function environmentOf(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
  launchType: LaunchType,
  region: string,
): Record<string, string> {
  const own = { ...entries(definition.environment), ...entries(override?.environment) };
  const names = [...Object.keys(own), ...(definition.secrets ?? []).map(({ name }) => name)];
  const leavesRegion = namesRegion(names) || environmentFilesOf(definition, override).length > 0;
  return {
    ...own,
    ...(leavesRegion ? {} : regionVariables(region)),
    AWS_EXECUTION_ENV: executionEnvironments[launchType],
  };
}

export const namesRegion = (names: readonly string[]): boolean =>
  names.includes('AWS_REGION') || names.includes('AWS_DEFAULT_REGION');

export const regionVariables = (region: string): Record<string, string> => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
});

function entries(pairs: readonly KeyValuePair[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map((pair) => [pair.name ?? '', pair.value ?? '']));
}
