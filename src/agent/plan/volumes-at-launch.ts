import type { VolumePlan } from '../model/task-plan.ts';

/** What the plan takes from the EBS volume that RunTask configured. */
export interface LaunchVolume {
  /** `vol-…` */
  readonly id: string;
  /** Of the task definition's volume. */
  readonly volumeName: string;
  readonly deleteOnTermination: boolean;
  /** Absent: that of the snapshot. */
  readonly sizeInGiB?: number | undefined;
  /** `snap-…` */
  readonly snapshotId?: string | undefined;
  /** Tags of the EBS volume. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The engine's name says the volume's id, by which DescribeTasks tells of it. */
const engineNameOf = (volume: LaunchVolume): string => `longshore-ebs-${volume.id}`;

/**
 * A fresh local volume of the engine stands for the EBS volume. With `deleteOnTermination` it is the task's
 * own. Without, it is nobody's, like a shared one that did not exist yet: no task and no Longshore removes it.
 * A snapshot is a volume too, which somebody has made and filled: the fresh one begins as its copy.
 */
export function launchVolumePlan(volume: LaunchVolume): VolumePlan {
  const { snapshotId } = volume;
  return {
    name: volume.volumeName,
    engineName: engineNameOf(volume),
    scope: volume.deleteOnTermination ? 'task' : 'shared',
    autoprovision: !volume.deleteOnTermination,
    driver: 'local',
    options: {},
    labels: { ...volume.tags, 'longshore.ebs-volume': volume.id },
    ...(snapshotId !== undefined && {
      snapshot: { id: snapshotId, volume: `longshore-snapshot-${snapshotId}` },
    }),
  };
}

/** What a person should know of the volume, where it is less than on AWS. */
export function launchVolumeNotices(volume: LaunchVolume | undefined): string[] {
  if (volume === undefined) return [];
  const { volumeName, sizeInGiB, deleteOnTermination } = volume;
  const size = sizeInGiB === undefined ? 'its size' : `its size (${sizeInGiB} GiB)`;
  return [
    // The engine's local driver has quotas only on XFS with pquota, which cannot be asked for in general.
    `volume ${volumeName}: the engine's volume ${engineNameOf(volume)} stands for the EBS volume; ${size}, speed, file system and encryption are those of the engine's disk` +
      (deleteOnTermination ? '' : ', and it stays after the task'),
  ];
}
