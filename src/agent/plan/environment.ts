import type {
  ContainerDefinition,
  ContainerOverride,
  KeyValuePair,
} from '../../aws/contract/ecs.types.gen.ts';

export type LaunchType = 'EC2' | 'FARGATE' | 'EXTERNAL' | 'MANAGED_INSTANCES';

const executionEnvironments = {
  EC2: 'AWS_ECS_EC2',
  EXTERNAL: 'AWS_ECS_EC2',
  FARGATE: 'AWS_ECS_FARGATE',
  MANAGED_INSTANCES: 'AWS_ECS_MANAGED_INSTANCES',
} as const satisfies Record<LaunchType, string>;

/**
 * The definition's environment, with the override's merged in by name, and what the agent injects. The
 * region is left alone when the task definition names one (agent ≥ 1.104; on Fargate as well).
 */
export function environmentOf(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
  launchType: LaunchType,
  region: string,
): Record<string, string> {
  const own = { ...entries(definition.environment), ...entries(override?.environment) };
  const namesRegion = 'AWS_REGION' in own || 'AWS_DEFAULT_REGION' in own;
  return {
    ...own,
    ...(namesRegion ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
    AWS_EXECUTION_ENV: executionEnvironments[launchType],
  };
}

function entries(pairs: readonly KeyValuePair[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map((pair) => [pair.name ?? '', pair.value ?? '']));
}
