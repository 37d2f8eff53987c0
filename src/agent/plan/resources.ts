import type {
  ContainerDefinition,
  ContainerOverride,
  LinuxParameters,
  ResourceRequirement,
} from '../../aws/contract/ecs.types.gen.ts';
import type { ResourcePlan } from '../model/task-plan.ts';

const MiB = 1024 * 1024;
/** The engine takes no less: shares of 0, 1 or none become 2, and memory at least 6 MiB. */
const fewestShares = 2;
const mostShares = 262_144;
const leastMemory = 6 * MiB;

/** Limits in the engine's units: shares as they are, memory from MiB to bytes. */
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
    cpuShares: Math.min(mostShares, Math.max(fewestShares, cpu)),
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
