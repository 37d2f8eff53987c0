import type { ContainerDefinition, PortMapping } from '../../../../../aws/contract/ecs.types.gen.ts';
import {
  type ContainerRule,
  eachContainer,
  firstOf,
  firstRepeated,
  networkModeOf,
  outside,
  type Registration,
  type Rule,
} from '../rule.ts';

/** Port mappings: numbers, ranges, names, and who gets which host port. */

/** Ports of SSH, of the Docker daemon and of the agent. */
const reservedPorts: ReadonlySet<number> = new Set([22, 2375, 2376, 51678, 51679, 51680]);

interface Range {
  readonly first: number;
  readonly last: number;
}

function rangeOf(text: string): Range | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  const range = { first: Number(match?.[1]), last: Number(match?.[2]) };
  return range.first >= 1 && range.last <= 65_535 && range.first < range.last ? range : undefined;
}

const mapping: ContainerRule = ({ name, portMappings }, definition) =>
  firstOf(portMappings, ({ containerPort, containerPortRange, hostPort }) => {
    if (containerPortRange !== undefined) {
      if (containerPort !== undefined || hostPort !== undefined)
        return `Invalid port mapping for container '${name}'. 'containerPortRange' cannot be combined with 'containerPort' or 'hostPort'.`; // (I)
      if (rangeOf(containerPortRange) === undefined)
        return `Invalid 'containerPortRange' setting for container '${name}'.`; // (I)
      return rangeMode(definition);
    }
    if (containerPort === undefined || outside(containerPort, 1, 65_535))
      return `Invalid 'containerPort' setting for container '${name}'.`;
    if (outside(hostPort, 0, 65_535)) return `Invalid 'hostPort' setting for container '${name}'.`; // (I)
    return undefined;
  });

const rangeMode = (definition: Registration): string | undefined =>
  ['bridge', 'awsvpc'].includes(networkModeOf(definition))
    ? undefined
    : "'containerPortRange' is only supported when networkMode is bridge or awsvpc."; // (I)

const rangeCount: ContainerRule = ({ name, portMappings = [] }) =>
  portMappings.filter(({ containerPortRange }) => containerPortRange !== undefined).length > 100
    ? `Too many port ranges for container '${name}'. A container can have at most 100.` // (I)
    : undefined;

const namePattern = /^[a-z0-9_][a-z0-9_-]{0,63}$/;

const names: Rule = ({ containerDefinitions }) => {
  const all = containerDefinitions.flatMap(({ portMappings = [] }) =>
    portMappings.flatMap(({ name }) => name ?? []),
  );
  const invalid = all.find((name) => !namePattern.test(name));
  if (invalid !== undefined)
    return `Invalid port mapping name '${invalid}'. A name has at most 64 lowercase letters, numbers, underscores and hyphens and does not start with a hyphen.`; // (I)
  const twice = firstRepeated(all);
  return twice === undefined
    ? undefined
    : `Port mapping name '${twice}' must be unique within a Task Definition.`; // (I)
};

const networkMode: Rule = (definition) => {
  const mode = networkModeOf(definition);
  const mappings = definition.containerDefinitions.flatMap(({ portMappings = [] }) => portMappings);
  const mismatched = mappings.some(
    ({ containerPort, hostPort }) => hostPort !== undefined && hostPort !== containerPort,
  );
  switch (mode) {
    case 'none':
      return mappings.length > 0 ? 'Port mappings are not supported when networkMode=none.' : undefined; // (I)
    case 'awsvpc':
    case 'host':
      return mismatched
        ? `When networkMode=${mode}, the host ports and container ports in port mappings must match.`
        : undefined;
    case 'bridge':
      return undefined;
    default:
      return mode satisfies never;
  }
};

/** What a mapping takes on the host: nothing where the engine is to choose. */
function hostRange(port: PortMapping, mode: string): Range | undefined {
  const fixed = mode === 'bridge' ? port.hostPort : port.hostPort || port.containerPort;
  if (fixed !== undefined && fixed > 0) return { first: fixed, last: fixed };
  // A range is dynamic on a bridge, and the same range in a namespace that the containers share.
  return mode === 'awsvpc' && port.containerPortRange !== undefined
    ? rangeOf(port.containerPortRange)
    : undefined;
}

const hostPorts: Rule = (definition) => {
  const mode = networkModeOf(definition);
  const taken: { readonly protocol: string; readonly range: Range }[] = [];
  for (const port of definition.containerDefinitions.flatMap(({ portMappings = [] }) => portMappings)) {
    const range = hostRange(port, mode);
    if (range === undefined) continue;
    const protocol = port.protocol ?? 'tcp';
    // An awsvpc task has a host of its own: nothing is reserved there.
    if (mode !== 'awsvpc' && reservedPorts.has(range.first))
      return `Host port '${range.first}' is reserved by Amazon ECS and cannot be used.`; // (I)
    if (taken.some((other) => other.protocol === protocol && overlap(other.range, range)))
      return `${protocol.toUpperCase()} host port '${range.first}' is mapped multiple times in task.`;
    taken.push({ protocol, range });
  }
  return undefined;
};

/**
 * Ranges and ports of one container and protocol. The documents also forbid one container port for two
 * protocols, but the API takes it (DNS servers map 53 for tcp and udp), and so do we.
 */
const containerPorts: ContainerRule = (container) => {
  const taken: { readonly protocol: string; readonly range: Range; readonly wide: boolean }[] = [];
  for (const { range, protocol, wide } of containerRanges(container)) {
    // The same single port may be published on several host ports.
    const clash = taken.some(
      (other) => other.protocol === protocol && (wide || other.wide) && overlap(other.range, range),
    );
    if (clash) return `Port mappings of container '${container.name}' overlap.`; // (I)
    taken.push({ protocol, range, wide });
  }
  return undefined;
};

const containerRanges = ({ portMappings = [] }: ContainerDefinition) =>
  portMappings.map(({ containerPort = 0, containerPortRange, protocol = 'tcp' }) => ({
    protocol,
    wide: containerPortRange !== undefined,
    range: rangeOf(containerPortRange ?? '') ?? { first: containerPort, last: containerPort },
  }));

const overlap = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;

export const portRules: readonly Rule[] = [
  eachContainer(mapping, rangeCount),
  names,
  networkMode,
  eachContainer(containerPorts),
  hostPorts,
];
