import {
  type ContainerRule,
  eachContainer,
  outside,
  type Registration,
  requires,
  type Rule,
} from '../rule.ts';
import { parseTaskCpu, parseTaskMemory } from '../task-size.ts';

/** CPU and memory of the task and of its containers. */

const troubleshooting =
  'For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.';

const taskCpu: Rule = ({ cpu }) => {
  if (cpu === undefined) return undefined;
  const units = parseTaskCpu(cpu);
  return units === undefined || outside(units, 128, 196_608)
    ? `Invalid 'cpu' setting for task. ${troubleshooting}`
    : undefined;
};

const taskMemory: Rule = ({ memory }) =>
  memory !== undefined && parseTaskMemory(memory) === undefined
    ? `Invalid 'memory' setting for task. ${troubleshooting}`
    : undefined;

/** Docker refuses less, and so does the agent. */
const smallestMemory = 6;

const containerAmounts: ContainerRule = ({ name, cpu, memory, memoryReservation }) => {
  if (cpu !== undefined && cpu < 0) return `Invalid 'cpu' setting for container '${name}'.`; // (I)
  if (outside(memory, smallestMemory, Infinity))
    return `Invalid 'memory' setting for container '${name}'. It must be at least ${smallestMemory} MiB.`; // (I)
  if (outside(memoryReservation, smallestMemory, Infinity))
    return `Invalid 'memoryReservation' setting for container '${name}'. It must be at least ${smallestMemory} MiB.`; // (I)
  return memory !== undefined && memoryReservation !== undefined && memoryReservation > memory
    ? `Invalid setting for container '${name}'. 'memoryReservation' must not be greater than 'memory'.` // (I)
    : undefined;
};

/** On Fargate the task's memory is always needed, and asked for in words of its own. */
const containerMemory: ContainerRule = ({ name, memory, memoryReservation }, definition) =>
  memory === undefined &&
  memoryReservation === undefined &&
  definition.memory === undefined &&
  !requires(definition, 'FARGATE')
    ? `Invalid setting for container '${name}'. At least one of 'memory' or 'memoryReservation' must be specified.`
    : undefined;

const cpuSum: Rule = ({ cpu, containerDefinitions }) => {
  const limit = cpu === undefined ? undefined : parseTaskCpu(cpu);
  return limit !== undefined && sum(containerDefinitions.map((container) => container.cpu)) > limit
    ? "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."
    : undefined;
};

const memoryFits: ContainerRule = ({ name, memory, memoryReservation }, definition) => {
  const limit = taskLimit(definition);
  if (limit === undefined) return undefined;
  if (memory !== undefined && memory > limit)
    return `The 'memory' setting for container '${name}' is greater than for the task.`;
  return memoryReservation !== undefined && memoryReservation > limit
    ? `The 'memoryReservation' setting for container '${name}' is greater than for the task.` // (I)
    : undefined;
};

const memorySum: Rule = (definition) => {
  const limit = taskLimit(definition);
  return limit !== undefined && sum(definition.containerDefinitions.map(({ memory }) => memory)) > limit
    ? "The sum of all container 'memory' values cannot be greater than the value of the task 'memory'." // (I)
    : undefined;
};

const taskLimit = ({ memory }: Registration): number | undefined =>
  memory === undefined ? undefined : parseTaskMemory(memory);

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

export const resourceRules: readonly Rule[] = [
  taskCpu,
  taskMemory,
  eachContainer(containerAmounts, containerMemory),
  cpuSum,
  eachContainer(memoryFits),
  memorySum,
];
