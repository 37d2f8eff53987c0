import { posix } from 'node:path';

import type { Volume } from '../../aws/contract/ecs.types.gen.ts';
import type { FileSystemPlan } from '../model/task-plan.ts';

/*
 * File systems of AWS are not here; a named volume of the engine stands for each, by its id: whatever task
 * mounts the file system, in whatever run of Longshore, finds what was written before. A volume of that name
 * that somebody made beforehand is used as it is, so that a folder or an NFS export can stand for it.
 */

/** The directory of a file system that the volume shows; `undefined` for a volume of another kind. */
export function fileSystemOf(volume: Volume): FileSystemPlan | undefined {
  const { efsVolumeConfiguration: efs, fsxWindowsFileServerVolumeConfiguration: fsx } = volume;
  const { s3filesVolumeConfiguration: s3files } = volume;
  if (efs !== undefined) {
    const point = efs.authorizationConfig?.accessPointId;
    return standIn('efs', efs.fileSystemId, point, efs.rootDirectory);
  }
  if (s3files !== undefined) {
    const point = s3files.accessPointArn === undefined ? undefined : lastOf(s3files.accessPointArn);
    return standIn('s3files', lastOf(s3files.fileSystemArn), point, s3files.rootDirectory);
  }
  if (fsx === undefined) return undefined;
  return standIn('fsx', fsx.fileSystemId, undefined, fsx.rootDirectory.replaceAll('\\', '/'));
}

/**
 * An access point has a root of its own. Where that lies is known to its file system only, so it is here a
 * directory at the top that bears the access point's id.
 */
function standIn(kind: string, id: string, accessPoint: string | undefined, root = '/'): FileSystemPlan {
  const within = accessPoint === undefined ? root : engineWord(accessPoint);
  return {
    id,
    volume: `longshore-${kind}-${engineWord(id)}`,
    // Resolved from the top: no `..` leads out of the volume.
    path: posix.resolve('/', `./${within}`),
  };
}

/** What the engine takes in a volume's name. */
const engineWord = (text: string): string => text.replaceAll(/[^A-Za-z0-9_.-]/g, '-');

const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** What a person should know of the volume, where it is less than on AWS. */
export function fileSystemNotices(volume: Volume): string[] {
  const fileSystem = fileSystemOf(volume);
  if (fileSystem === undefined) return [];
  const { id, volume: engineName } = fileSystem;
  const efs = volume.efsVolumeConfiguration;
  const unchecked =
    efs?.authorizationConfig?.iam === 'ENABLED' ||
    volume.fsxWindowsFileServerVolumeConfiguration !== undefined;
  return [
    `volume ${volume.name ?? ''}: the engine's volume ${engineName} stands for the file system ${id}, and stays when Longshore ends` +
      (efs?.transitEncryption === 'ENABLED'
        ? '; it is on this machine: nothing is in transit to encrypt'
        : '') +
      (unchecked ? '; who may use it is not checked' : ''),
  ];
}
