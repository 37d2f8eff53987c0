import type { MountPoint, Volume } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { MountPlan, VolumePlan } from '../model/task-plan.ts';
import { type LaunchVolume, launchVolumePlan } from './volumes-at-launch.ts';
import { fileSystemOf } from './volumes-file-system.ts';

/** Where a volume of the task definition lies: a path of the host, or a volume of the engine. */
export type VolumeSource =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'volume'; readonly plan: VolumePlan };

export interface VolumeSurroundings {
  /** `ecs-FAMILY-REVISION` */
  readonly prefix: string;
  readonly ids: Ids;
  readonly atLaunch: LaunchVolume | undefined;
}

/** By the volume's name. */
export function volumeSources(
  volumes: readonly Volume[] | undefined,
  around: VolumeSurroundings,
): ReadonlyMap<string, VolumeSource> {
  return new Map((volumes ?? []).map((volume) => [volume.name ?? '', sourceOf(volume, around)]));
}

function sourceOf(volume: Volume, around: VolumeSurroundings): VolumeSource {
  const path = volume.host?.sourcePath;
  // A path that does not exist is made by the engine: `sourcePath` of HostVolumeProperties promises that.
  if (path !== undefined && path !== '') return { kind: 'path', path };
  return { kind: 'volume', plan: planOf(volume, around) };
}

function planOf(volume: Volume, { prefix, ids, atLaunch }: VolumeSurroundings): VolumePlan {
  const name = volume.name ?? '';
  if (volume.configuredAtLaunch === true) {
    if (atLaunch?.volumeName !== name) throw new Error(`RunTask let volume ${name} pass unconfigured`);
    return launchVolumePlan(atLaunch);
  }
  const taskName = (): string => `${prefix}-${name}-${ids.hex(20)}`;
  const fileSystem = fileSystemOf(volume);
  if (fileSystem !== undefined) {
    const whole = fileSystem.path === '/';
    return {
      name,
      engineName: whole ? fileSystem.volume : taskName(),
      scope: whole ? 'shared' : 'task',
      autoprovision: whole,
      driver: 'local',
      options: {},
      labels: {},
      fileSystem,
    };
  }
  const docker = volume.dockerVolumeConfiguration;
  const shared = docker?.scope === 'shared';
  return {
    name,
    // A shared volume is found by its own name; a task's own one must meet no other.
    engineName: shared ? name : taskName(),
    scope: shared ? 'shared' : 'task',
    autoprovision: docker?.autoprovision ?? false,
    driver: docker?.driver ?? 'local',
    options: docker?.driverOpts ?? {},
    labels: docker?.labels ?? {},
  };
}

export function mountsOf(
  mounts: readonly MountPoint[] | undefined,
  sources: ReadonlyMap<string, VolumeSource>,
): MountPlan[] {
  return (mounts ?? []).map(({ sourceVolume = '', containerPath = '', readOnly = false }) => {
    const source = sources.get(sourceVolume);
    // Registration makes sure of it; a container that lacks its data must not start.
    if (source === undefined) throw new Error(`a mount point names an unknown volume: ${sourceVolume}`);
    return {
      source: source.kind === 'path' ? source.path : source.plan.engineName,
      target: containerPath,
      readOnly,
    };
  });
}
