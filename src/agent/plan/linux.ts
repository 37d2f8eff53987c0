import type { ContainerDefinition, Device, Tmpfs } from '../../aws/contract/ecs.types.gen.ts';
import type { ContainerPlan, DevicePlan, UlimitPlan } from '../model/task-plan.ts';
import type { LaunchType } from './environment.ts';

type LinuxPlan = Pick<ContainerPlan, 'init' | 'capabilities' | 'devices' | 'tmpfs' | 'ulimits' | 'sysctls'>;

/** Fargate's own limit of open files, where the task definition names none. */
const fargateOpenFiles: UlimitPlan = { name: 'nofile', soft: 65_535, hard: 65_535 };

export function linuxOf(definition: ContainerDefinition, launchType: LaunchType): LinuxPlan {
  const linux = definition.linuxParameters;
  return {
    init: linux?.initProcessEnabled ?? false,
    capabilities: { add: linux?.capabilities?.add ?? [], drop: linux?.capabilities?.drop ?? [] },
    devices: (linux?.devices ?? []).map(deviceOf),
    tmpfs: Object.fromEntries(
      (linux?.tmpfs ?? []).map((mount) => [mount.containerPath, tmpfsOptions(mount)]),
    ),
    ulimits: ulimitsOf(definition, launchType),
    sysctls: Object.fromEntries(
      (definition.systemControls ?? []).map((control) => [control.namespace ?? '', control.value ?? '']),
    ),
  };
}

function ulimitsOf(definition: ContainerDefinition, launchType: LaunchType): UlimitPlan[] {
  const named = (definition.ulimits ?? []).map((limit) => ({
    name: limit.name,
    soft: limit.softLimit,
    hard: limit.hardLimit,
  }));
  const defaulted = launchType === 'FARGATE' && !named.some((limit) => limit.name === 'nofile');
  return defaulted ? [...named, fargateOpenFiles] : named;
}

const letters = { read: 'r', write: 'w', mknod: 'm' } as const;

/** Without permissions a device has all three. */
function deviceOf({ hostPath, containerPath = hostPath, permissions }: Device): DevicePlan {
  const given =
    permissions === undefined || permissions.length === 0
      ? (['read', 'write', 'mknod'] as const)
      : permissions;
  return { hostPath, containerPath, permissions: given.map((permission) => letters[permission]).join('') };
}

const tmpfsOptions = ({ size, mountOptions = [] }: Tmpfs): string =>
  [`size=${size}m`, ...mountOptions].join(',');
