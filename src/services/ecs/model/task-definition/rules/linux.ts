import type { LinuxParameters } from '../../../../../aws/contract/ecs.types.gen.ts';
import {
  blank,
  type ContainerRule,
  eachContainer,
  firstOf,
  firstRepeated,
  isWindows,
  networkModeOf,
  outside,
  type Registration,
  type Rule,
} from '../rule.ts';

/** What the kernel is asked for: capabilities, devices, memory, limits, namespaces, sysctls. */

const capabilityNames: ReadonlySet<string> = new Set(
  `ALL AUDIT_CONTROL AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK
  IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST
  NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT
  SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM`.split(/\s+/),
);

const parameters: ContainerRule = ({ name, linuxParameters: linux, memory }) => {
  if (linux === undefined) return undefined;
  const { add = [], drop = [] } = linux.capabilities ?? {};
  const unknown = [...add, ...drop].find((capability) => !capabilityNames.has(capability));
  if (unknown !== undefined) return `Invalid capability '${unknown}' for container '${name}'.`; // (I)
  if (outside(linux.swappiness, 0, 100)) return invalid('swappiness', name);
  if (outside(linux.maxSwap, 0, Infinity)) return invalid('maxSwap', name);
  if (outside(linux.sharedMemorySize, 1, Infinity)) return invalid('sharedMemorySize', name);
  // Swap is counted on top of the hard limit, so there must be one.
  if (linux.maxSwap !== undefined && memory === undefined)
    return `Invalid setting for container '${name}'. 'memory' must be specified when 'maxSwap' is.`; // (I)
  return pathProblem(linux, name);
};

const pathProblem = (
  { tmpfs = [], devices = [] }: LinuxParameters,
  name: string | undefined,
): string | undefined => {
  if (tmpfs.some(({ containerPath, size }) => !containerPath.startsWith('/') || size < 1))
    return invalid('tmpfs', name);
  return devices.some(({ hostPath }) => blank(hostPath)) ? invalid('devices', name) : undefined;
};

const invalid = (member: string, container: string | undefined): string =>
  `Invalid '${member}' setting for container '${container}'.`; // (I)

const ulimits: ContainerRule = ({ name, ulimits: limits = [] }) => {
  const twice = firstRepeated(limits.map((limit) => limit.name));
  if (twice !== undefined) return `Ulimit '${twice}' of container '${name}' is specified more than once.`; // (I)
  // -1 stands for no limit at all.
  const above = limits.find(({ softLimit, hardLimit }) =>
    hardLimit === -1 ? false : softLimit === -1 || softLimit > hardLimit,
  );
  return above === undefined
    ? undefined
    : `The soft limit of ulimit '${above.name}' of container '${name}' is greater than its hard limit.`; // (I)
};

const systemControls: ContainerRule = ({ name, systemControls: controls }, definition) =>
  firstOf(controls, ({ namespace = '', value }) => {
    const ofIpc =
      /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\..+)$/;
    const isIpc = ofIpc.test(namespace);
    if (!isIpc && !/^net\..+$/.test(namespace))
      return `Invalid system control '${namespace}' for container '${name}'.`; // (I)
    if (value === undefined) return `System control '${namespace}' of container '${name}' has no value.`; // (I)
    return sharedNamespace(isIpc, namespace, definition);
  });

/** Where the host's own namespace is used, its kernel parameters are not the task's to set. */
function sharedNamespace(isIpc: boolean, namespace: string, definition: Registration): string | undefined {
  if (isIpc && definition.ipcMode === 'host')
    return `System control '${namespace}' is not supported when ipcMode=host.`; // (I)
  return !isIpc && networkModeOf(definition) === 'host'
    ? `System control '${namespace}' is not supported when networkMode=host.` // (I)
    : undefined;
}

const windows: Rule = (definition) => {
  if (!isWindows(definition)) return undefined;
  if (definition.pidMode !== undefined) return 'Windows tasks do not support pidMode.'; // (I)
  if (definition.ipcMode !== undefined) return 'Windows tasks do not support ipcMode.'; // (I)
  return firstOf(definition.containerDefinitions, (container) => {
    if (container.privileged === true) return 'Windows tasks do not support privileged.'; // (I)
    const unsupported = ['linuxParameters', 'ulimits', 'systemControls'] as const;
    const member = unsupported.find((name) => isPresent(container[name]));
    return member === undefined ? undefined : `Windows tasks do not support ${member}.`; // (I)
  });
};

const isPresent = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined;

export const linuxRules: readonly Rule[] = [windows, eachContainer(parameters, ulimits, systemControls)];
