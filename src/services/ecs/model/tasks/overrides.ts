import type { TaskDefinition, TaskOverride } from '../../../../aws/contract/ecs.types.gen.ts';
import {
  invalidParameter,
  noFargateConfiguration,
  secretNameShared,
  unknownContainerOverride,
} from '../../errors.ts';
import { environmentFilesProblem } from '../task-definition/rules/environment.ts';
import { isFargateSize, parseTaskCpu, parseTaskMemory } from '../task-definition/task-size.ts';

const sizeLimit = 8192;

/** Refuses overrides that fit the model but not the task definition. */
export function checkOverrides(definition: TaskDefinition, overrides: TaskOverride): void {
  if (JSON.stringify(overrides).length > sizeLimit) {
    throw invalidParameter(`Container Overrides length must be at most ${sizeLimit}`);
  }
  const containers = new Map(definition.containerDefinitions?.map((each) => [each.name, each]));
  const seen = new Set<string>();
  for (const { name = '', ...container } of overrides.containerOverrides ?? []) {
    const defined = containers.get(name);
    if (defined === undefined) throw unknownContainerOverride(name);
    if (seen.has(name)) {
      throw invalidParameter(`Container ${name} has more than one override.`);
    }
    seen.add(name);
    checkNumber(name, 'cpu', container.cpu, 0);
    checkNumber(name, 'memory', container.memory, leastMemory);
    checkNumber(name, 'memoryReservation', container.memoryReservation, leastMemory);
    const problem = environmentFilesProblem(name, container.environmentFiles);
    if (problem !== undefined) throw invalidParameter(problem);
    const secret = defined.secrets?.find((each) =>
      container.environment?.some((variable) => variable.name === each.name),
    );
    if (secret !== undefined) throw secretNameShared(secret.name);
    if (container.environment?.some((variable) => (variable.name ?? '') === '')) {
      throw invalidParameter(
        `Override for container named ${name} has an environment variable without a name.`,
      );
    }
  }
}

/**
 * The size that a task is overridden to, in plain numbers as AWS keeps it: `1 vCPU` is `1024`, `2 GB` is
 * `2048`. Fargate sells only some sizes, of which the task definition gives what the override leaves out.
 */
export function sizedOverrides(
  definition: TaskDefinition,
  overrides: TaskOverride,
  launchType: string,
): TaskOverride {
  if (overrides.cpu === undefined && overrides.memory === undefined) return overrides;
  const cpu = size('cpu', overrides.cpu, parseTaskCpu);
  const memory = size('memory', overrides.memory, parseTaskMemory);
  if (launchType === 'FARGATE') {
    const windows = definition.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') === true;
    if (!isFargateSize(cpu ?? Number(definition.cpu), memory ?? Number(definition.memory), windows)) {
      throw noFargateConfiguration();
    }
  }
  return {
    ...overrides,
    ...(cpu !== undefined && { cpu: String(cpu) }),
    ...(memory !== undefined && { memory: String(memory) }),
  };
}

function size(
  member: string,
  text: string | undefined,
  parse: (text: string) => number | undefined,
): number | undefined {
  if (text === undefined) return undefined;
  const parsed = parse(text);
  if (parsed === undefined) throw invalidParameter(`Invalid '${member}' setting for task.`);
  return parsed;
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
