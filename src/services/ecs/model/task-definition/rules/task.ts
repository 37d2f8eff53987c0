import {
  blank,
  type ContainerRule,
  eachContainer,
  firstOf,
  isWindows,
  networkModeOf,
  type Rule,
} from '../rule.ts';

/** What the task as a whole asks for: where to run, proxy, storage, accelerators. */

const placementConstraints: Rule = ({ placementConstraints: constraints = [] }) => {
  if (constraints.length > 10) return 'placementConstraints can have at most 10 items.';
  return firstOf(constraints, ({ type, expression }) => {
    if (type === undefined) return 'Placement constraint type should not be null or empty.'; // (I)
    if (blank(expression)) return 'Placement constraint expression can not be blank.'; // (I)
    return (expression ?? '').length > 2000
      ? 'Placement constraint expression can have at most 2000 characters.' // (I)
      : undefined;
  });
};

const proxyConfiguration: Rule = ({ proxyConfiguration: proxy, networkMode, containerDefinitions }) => {
  if (proxy === undefined) return undefined;
  if (networkMode !== 'awsvpc') return "proxyConfiguration is only supported when networkMode is 'awsvpc'."; // (I)
  if (!containerDefinitions.some(({ name }) => name === proxy.containerName))
    return `proxyConfiguration refers to container '${proxy.containerName}', which does not exist.`; // (I)
  const given = new Set((proxy.properties ?? []).map(({ name }) => name));
  const missing = ['AppPorts', 'ProxyEgressPort', 'ProxyIngressPort'].find((name) => !given.has(name));
  if (missing !== undefined) return `proxyConfiguration requires the property '${missing}'.`; // (I)
  return given.has('IgnoredUID') || given.has('IgnoredGID')
    ? undefined
    : "proxyConfiguration requires one of the properties 'IgnoredUID' and 'IgnoredGID'."; // (I)
};

const ephemeralStorage: Rule = ({ ephemeralStorage: storage }) => {
  if (storage === undefined) return undefined;
  if (storage.sizeInGiB < 21) return 'EphemeralStorage size should be at least 21';
  return storage.sizeInGiB > 200 ? 'EphemeralStorage size should be at most 200' : undefined;
};

const runtimePlatform: Rule = (definition) =>
  isWindows(definition) && definition.runtimePlatform?.cpuArchitecture === 'ARM64'
    ? 'Windows tasks do not support the CPU architecture ARM64.' // (I)
    : undefined;

const faultInjection: Rule = (definition) =>
  definition.enableFaultInjection === true && !['awsvpc', 'host'].includes(networkModeOf(definition))
    ? 'enableFaultInjection is only supported when networkMode is awsvpc or host.' // (I)
    : undefined;

const accelerators: ContainerRule = ({ name, resourceRequirements }, { inferenceAccelerators = [] }) =>
  firstOf(resourceRequirements, ({ type, value = '' }) => {
    switch (type) {
      case 'GPU':
        return /^[1-9]\d*$/.test(value) ? undefined : `Invalid GPU count '${value}' for container '${name}'.`; // (I)
      case 'InferenceAccelerator':
        return inferenceAccelerators.some(({ deviceName }) => deviceName === value)
          ? undefined
          : `Container '${name}' requires the inference accelerator '${value}', which does not exist.`; // (I)
      case 'NeuronDevice':
        return undefined;
      default:
        return type satisfies never;
    }
  });

export const taskRules: readonly Rule[] = [
  placementConstraints,
  proxyConfiguration,
  ephemeralStorage,
  runtimePlatform,
  faultInjection,
  eachContainer(accelerators),
];
