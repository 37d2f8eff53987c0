import type { MountPoint, Volume } from '../../aws/contract/ecs.types.gen.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { MountPlan, VolumePlan } from '../model/task-plan.ts';

/** Where a volume of the task definition lies: a path of the host, or a volume of the engine. */
export type VolumeSource =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'volume'; readonly plan: VolumePlan };

/** By the volume's name. `prefix` is `ecs-FAMILY-REVISION`. */
export function volumeSources(
  volumes: readonly Volume[] | undefined,
  prefix: string,
  ids: Ids,
): ReadonlyMap<string, VolumeSource> {
  return new Map((volumes ?? []).map((volume) => [volume.name ?? '', sourceOf(volume, prefix, ids)]));
}

function sourceOf(volume: Volume, prefix: string, ids: Ids): VolumeSource {
  const name = volume.name ?? '';
  const path = volume.host?.sourcePath;
  if (path !== undefined && path !== '') return { kind: 'path', path };
  const docker = volume.dockerVolumeConfiguration;
  const shared = docker?.scope === 'shared';
  return {
    kind: 'volume',
    plan: {
      name,
      // A shared volume is found by its own name; a task's own one must meet no other.
      engineName: shared ? name : `${prefix}-${name}-${ids.hex(20)}`,
      scope: shared ? 'shared' : 'task',
      autoprovision: docker?.autoprovision ?? false,
      driver: docker?.driver ?? 'local',
      options: docker?.driverOpts ?? {},
      labels: docker?.labels ?? {},
    },
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
