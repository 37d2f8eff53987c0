import {
  type ContainerRule,
  eachContainer,
  firstOf,
  firstUsed,
  isWindows,
  outside,
  type Rule,
} from '../rule.ts';
import { isFargateSize, parseTaskCpu, parseTaskMemory } from '../task-size.ts';
import { isPrivateEcrImage } from '../images.ts';
import { missingOptions } from './logging.ts';

/** What Fargate asks beyond what holds for every task definition. */

const networkMode: Rule = (definition) =>
  definition.networkMode === 'awsvpc' ? undefined : 'Fargate only supports network mode ‘awsvpc’.';

const sizePresent: Rule = ({ cpu, memory }) => {
  if (cpu === undefined) return "Fargate requires that 'cpu' be defined at the task level.";
  return memory === undefined ? "Fargate requires that 'memory' be defined at the task level." : undefined;
};

const sizeSold: Rule = (definition) => {
  const cpu = parseTaskCpu(definition.cpu ?? '');
  const memory = parseTaskMemory(definition.memory ?? '');
  return cpu !== undefined && memory !== undefined && isFargateSize(cpu, memory, isWindows(definition))
    ? undefined
    : `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`;
};

const modes: Rule = ({ ipcMode, pidMode }) => {
  if (ipcMode !== undefined) return 'Tasks using the Fargate launch type do not support ipcMode.';
  return pidMode === 'host'
    ? "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'." // (I)
    : undefined;
};

const placement: Rule = ({ placementConstraints = [] }) =>
  placementConstraints.length > 0
    ? 'Fargate compatible task definitions do not support placement constraints.' // (I)
    : undefined;

const accelerators: Rule = ({ inferenceAccelerators = [] }) =>
  inferenceAccelerators.length > 0
    ? 'Fargate compatible task definitions do not support inferenceAccelerators' // (I)
    : undefined;

const volumes: Rule = (definition) =>
  firstOf(
    definition.volumes,
    ({ host, dockerVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration }) => {
      if (host?.sourcePath !== undefined)
        return 'Fargate compatible task definitions do not support sourcePath';
      if (dockerVolumeConfiguration !== undefined)
        return 'Fargate compatible task definitions do not support dockerVolumeConfiguration'; // (I)
      return fsxWindowsFileServerVolumeConfiguration === undefined
        ? undefined
        : 'Fargate compatible task definitions do not support fsxWindowsFileServerVolumeConfiguration'; // (I)
    },
  );

/** Container members without a meaning where nobody owns the host. The texts are (I). */
const containerMembers: ContainerRule = (container) => {
  const { linuxParameters: linux } = container;
  const member = firstUsed([
    ['privileged', container.privileged === true],
    ['links', (container.links ?? []).length > 0],
    ['dnsServers', (container.dnsServers ?? []).length > 0],
    ['dnsSearchDomains', (container.dnsSearchDomains ?? []).length > 0],
    ['extraHosts', (container.extraHosts ?? []).length > 0],
    ['dockerSecurityOptions', (container.dockerSecurityOptions ?? []).length > 0],
    ['disableNetworking', container.disableNetworking === true],
    ['resourceRequirements', (container.resourceRequirements ?? []).length > 0],
    ['devices', (linux?.devices ?? []).length > 0],
    ['sharedMemorySize', linux?.sharedMemorySize !== undefined],
    ['maxSwap', linux?.maxSwap !== undefined],
    ['swappiness', linux?.swappiness !== undefined],
  ]);
  return member === undefined ? undefined : `Fargate compatible task definitions do not support ${member}`;
};

const capabilities: ContainerRule = ({ linuxParameters }) =>
  firstOf(
    linuxParameters?.capabilities?.add,
    (capability) =>
      capability === 'SYS_PTRACE'
        ? undefined
        : `Fargate compatible task definitions do not support adding the capability ${capability}`, // (I)
  );

const fargateLogDrivers: ReadonlySet<string> = new Set(['awslogs', 'splunk', 'awsfirelens']);

const logDriver: ContainerRule = ({ logConfiguration }) =>
  logConfiguration === undefined || fargateLogDrivers.has(logConfiguration.logDriver)
    ? undefined
    : `Fargate compatible task definitions do not support log driver ${logConfiguration.logDriver}`; // (I)

/** Streams are named after the task, and only the prefix says that they are. */
const streamPrefix: ContainerRule = ({ logConfiguration }) =>
  logConfiguration?.logDriver === 'awslogs'
    ? missingOptions(logConfiguration, ['awslogs-stream-prefix']) // (I)
    : undefined;

const firelensFile: ContainerRule = ({ firelensConfiguration }) =>
  firelensConfiguration?.options?.['config-file-type'] === 's3'
    ? "Fargate compatible task definitions only support the firelensConfiguration option 'config-file-type' file" // (I)
    : undefined;

const timeouts: ContainerRule = ({ name, startTimeout, stopTimeout }) => {
  if (outside(startTimeout, 2, 120))
    return `Invalid 'startTimeout' setting for container '${name}'. On Fargate it must be between 2 and 120.`; // (I)
  return outside(stopTimeout, 2, 120)
    ? `Invalid 'stopTimeout' setting for container '${name}'. On Fargate it must be between 2 and 120.` // (I)
    : undefined;
};

const executionRole: ContainerRule = ({ image, logConfiguration }, { executionRoleArn }) => {
  if (executionRoleArn !== undefined) return undefined;
  if (isPrivateEcrImage(image))
    return 'Fargate requires task definition to have execution role ARN to support ECR images.';
  return logConfiguration?.logDriver === 'awslogs'
    ? 'Fargate requires task definition to have execution role ARN to support log driver awslogs.'
    : undefined;
};

export const fargateRules: readonly Rule[] = [
  networkMode,
  sizePresent,
  sizeSold,
  modes,
  placement,
  accelerators,
  volumes,
  eachContainer(
    containerMembers,
    capabilities,
    logDriver,
    streamPrefix,
    firelensFile,
    timeouts,
    executionRole,
  ),
];
