import type {
  ContainerDefinition,
  ContainerOverride,
  KeyValuePair,
} from '../../aws/contract/ecs.types.gen.ts';

/** The definition's environment, with the override's merged in by name. */
export function environmentOf(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
): Record<string, string> {
  return { ...entries(definition.environment), ...entries(override?.environment) };
}

function entries(pairs: readonly KeyValuePair[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map((pair) => [pair.name ?? '', pair.value ?? '']));
}
