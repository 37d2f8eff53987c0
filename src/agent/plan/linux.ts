import type { ContainerDefinition, Device, Tmpfs } from '../../aws/contract/ecs.types.gen.ts';
import type { ContainerPlan, DevicePlan, UlimitPlan } from '../model/task-plan.ts';

type LinuxPlan = Pick<ContainerPlan, 'init' | 'capabilities' | 'devices' | 'tmpfs' | 'ulimits' | 'sysctls'>;

export function linuxOf(definition: ContainerDefinition): LinuxPlan {
  const linux = definition.linuxParameters;
  return {
    init: linux?.initProcessEnabled ?? false,
    capabilities: { add: linux?.capabilities?.add ?? [], drop: linux?.capabilities?.drop ?? [] },
    devices: (linux?.devices ?? []).map(deviceOf),
    tmpfs: Object.fromEntries(
      (linux?.tmpfs ?? []).map((mount) => [mount.containerPath, tmpfsOptions(mount)]),
    ),
    ulimits: ulimitsOf(definition),
    sysctls: Object.fromEntries(
      (definition.systemControls ?? []).map((control) => [control.namespace ?? '', control.value ?? '']),
    ),
  };
}

/**
 * Only those that are named. Fargate's own default for open files (65,535) is left to the engine: a host
 * whose limit is lower could not start any Fargate task.
 */
function ulimitsOf(definition: ContainerDefinition): UlimitPlan[] {
  return (definition.ulimits ?? []).map((limit) => ({
    name: limit.name,
    soft: limit.softLimit,
    hard: limit.hardLimit,
  }));
}

const letters = { read: 'r', write: 'w', mknod: 'm' } as const;

const allPermissions = ['read', 'write', 'mknod'] as const;

/** Without permissions a device has all three. The engine's order is its own, not the definition's. */
function deviceOf({ hostPath, containerPath = hostPath, permissions = [] }: Device): DevicePlan {
  const given = allPermissions.filter(
    (permission) => permissions.length === 0 || permissions.includes(permission),
  );
  return { hostPath, containerPath, permissions: given.map((permission) => letters[permission]).join('') };
}

const tmpfsOptions = ({ size, mountOptions = [] }: Tmpfs): string =>
  [`size=${size}m`, ...mountOptions].join(',');
