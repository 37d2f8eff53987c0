import type {
  ContainerDefinition,
  ContainerOverride,
  LinuxParameters,
  ResourceRequirement,
} from '../../aws/contract/ecs.types.gen.ts';
import type { ResourcePlan } from '../model/task-plan.ts';

const MiB = 1024 * 1024;
/** The engine takes no less. */
const leastMemory = 6 * MiB;

/** Memory from MiB to bytes; cpu units as they are. */
export function resourcesOf(
  definition: ContainerDefinition,
  override: ContainerOverride | undefined,
): ResourcePlan {
  const cpu = override?.cpu ?? definition.cpu ?? 0;
  const memory = bytes(override?.memory ?? definition.memory);
  const reservation = bytes(override?.memoryReservation ?? definition.memoryReservation);
  const linux = definition.linuxParameters;
  const gpus = gpusOf(override?.resourceRequirements ?? definition.resourceRequirements);
  return {
    cpu,
    ...(memory === undefined ? {} : { memory: Math.max(leastMemory, memory) }),
    ...(reservation === undefined ? {} : { memoryReservation: Math.max(leastMemory, reservation) }),
    ...swap(linux, memory),
    ...(linux?.sharedMemorySize === undefined ? {} : { sharedMemory: linux.sharedMemorySize * MiB }),
    ...(gpus === undefined ? {} : { gpus }),
  };
}

/**
 * `maxSwap` is on top of memory, which the engine counts together. Without it, and without memory to
 * measure it by, the engine's own rule holds; `swappiness` says nothing then.
 */
function swap(linux: LinuxParameters | undefined, memory: number | undefined): Partial<ResourcePlan> {
  if (linux?.maxSwap === undefined || memory === undefined) return {};
  return {
    memorySwap: Math.max(leastMemory, memory) + linux.maxSwap * MiB,
    ...(linux.swappiness === undefined ? {} : { swappiness: linux.swappiness }),
  };
}

const gpusOf = (requirements: readonly ResourceRequirement[] | undefined): number | undefined => {
  const wanted = requirements?.find(({ type }) => type === 'GPU');
  return wanted === undefined ? undefined : Number(wanted.value);
};

const bytes = (mebibytes: number | undefined): number | undefined =>
  mebibytes === undefined ? undefined : mebibytes * MiB;
