import type { TaskDefinition, TaskOverride } from '../../../../aws/contract/ecs.types.gen.ts';
import { invalidParameter, unknownContainerOverride } from '../../errors.ts';

const sizeLimit = 8192;

/** Refuses overrides that fit the model but not the task definition. */
export function checkOverrides(definition: TaskDefinition, overrides: TaskOverride): void {
  if (JSON.stringify(overrides).length > sizeLimit) {
    throw invalidParameter(`Container Overrides length must be at most ${sizeLimit}`);
  }
  const names = new Set(definition.containerDefinitions?.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { name = '', ...container } of overrides.containerOverrides ?? []) {
    if (!names.has(name)) throw unknownContainerOverride(name);
    if (seen.has(name)) {
      throw invalidParameter(`Container ${name} has more than one override.`);
    }
    seen.add(name);
    checkNumber(name, 'cpu', container.cpu, 0);
    checkNumber(name, 'memory', container.memory, leastMemory);
    checkNumber(name, 'memoryReservation', container.memoryReservation, leastMemory);
    if (container.environment?.some((variable) => (variable.name ?? '') === '')) {
      throw invalidParameter(
        `Override for container named ${name} has an environment variable without a name.`,
      );
    }
  }
  for (const member of ['cpu', 'memory'] as const) {
    const value = overrides[member];
    if (value !== undefined && !/^[1-9]\d*$/.test(value)) {
      throw invalidParameter(`Invalid '${member}' setting for task.`);
    }
  }
}

/** MiB; the engine takes no less. */
const leastMemory = 6;

function checkNumber(container: string, member: string, value: number | undefined, least: number): void {
  if (value !== undefined && value < least) {
    throw invalidParameter(
      `Invalid setting for container '${container}'. '${member}' must be at least ${least}.`,
    );
  }
}

/** As the task echoes them: one entry for each container of the task definition, at least its name. */
export function echoedOverrides(definition: TaskDefinition, overrides: TaskOverride): TaskOverride {
  const given = new Map(overrides.containerOverrides?.map((container) => [container.name, container]));
  return {
    ...overrides,
    containerOverrides: (definition.containerDefinitions ?? []).map(
      ({ name = '' }) => given.get(name) ?? { name },
    ),
    inferenceAcceleratorOverrides: [],
  };
}
