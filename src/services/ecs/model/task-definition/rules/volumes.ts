import type {
  DockerVolumeConfiguration,
  EFSVolumeConfiguration,
  Volume,
} from '../../../../../aws/contract/ecs.types.gen.ts';
import {
  blank,
  type ContainerRule,
  eachContainer,
  firstOf,
  firstRepeated,
  outside,
  type Rule,
} from '../rule.ts';

/** Volumes of the task, and the mount points that name them. */

function volumeProblem(volume: Volume): string | undefined {
  const { name = '', host } = volume;
  if (blank(name)) return 'Volume.name should not be null or empty.'; // (I)
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) return 'Volume.name contains invalid characters.'; // (I)
  if (configurations(volume) > 1)
    return 'When the volume parameter is specified, only one volume configuration type should be used.';
  if (host?.sourcePath !== undefined && blank(host.sourcePath)) return 'host.sourcePath should not be blank.';
  if (host?.sourcePath !== undefined && !/^(\/|[A-Za-z]:[\\/])/.test(host.sourcePath))
    return `Invalid 'host.sourcePath' setting for volume '${name}'. It must be an absolute path.`; // (I)
  return dockerProblem(name, volume.dockerVolumeConfiguration) ?? efsProblem(volume.efsVolumeConfiguration);
}

/** An empty `host` counts as none: it is how AWS echoes a bare name. */
const configurations = (volume: Volume): number =>
  [
    volume.host?.sourcePath,
    volume.dockerVolumeConfiguration,
    volume.efsVolumeConfiguration,
    volume.fsxWindowsFileServerVolumeConfiguration,
    volume.s3filesVolumeConfiguration,
    volume.configuredAtLaunch === true ? true : undefined,
  ].filter((configuration) => configuration !== undefined).length;

const dockerProblem = (name: string, docker: DockerVolumeConfiguration | undefined): string | undefined =>
  docker?.autoprovision === true && docker.scope !== 'shared'
    ? `Invalid 'autoprovision' setting for volume '${name}'. Only volumes with scope 'shared' can be autoprovisioned.` // (I)
    : undefined;

function efsProblem(efs: EFSVolumeConfiguration | undefined): string | undefined {
  if (efs === undefined) return undefined;
  const { authorizationConfig: authorization, rootDirectory = '/', transitEncryptionPort: port } = efs;
  if (!/^fs-[0-9a-f]{8,40}$/.test(efs.fileSystemId)) return 'Invalid EFS file system ID.'; // (I)
  if (blank(rootDirectory) ? rootDirectory !== '' : !rootDirectory.startsWith('/'))
    return 'The EFS root directory must be an absolute path.'; // (I)
  const encrypted = efs.transitEncryption === 'ENABLED';
  if (authorization?.accessPointId !== undefined) {
    if (!['/', ''].includes(rootDirectory))
      return 'When using an EFS access point, the root directory must either be set to "/" or be omitted.';
    if (!encrypted) return 'Transit encryption must be enabled when using an EFS access point.'; // (I)
  }
  if (authorization?.iam === 'ENABLED' && !encrypted)
    return 'Transit encryption must be enabled when using IAM authorization.'; // (I)
  if (port !== undefined && !encrypted)
    return 'Transit encryption must be enabled when specifying a transit encryption port.'; // (I)
  return outside(port, 0, 65_535) ? 'The transit encryption port must be between 0 and 65535.' : undefined; // (I)
}

const uniqueNames: Rule = ({ volumes = [] }) => {
  const twice = firstRepeated(volumes.map(({ name }) => name));
  return twice === undefined ? undefined : 'Volume names must be unique within a Task Definition.'; // (I)
};

const oneAtLaunch: Rule = ({ volumes = [] }) =>
  volumes.filter(({ configuredAtLaunch }) => configuredAtLaunch === true).length > 1
    ? 'Only one volume can be configured at launch.' // (I)
    : undefined;

const mountPoints: ContainerRule = ({ name, mountPoints: mounts }, { volumes = [] }) =>
  firstOf(mounts, ({ sourceVolume = null, containerPath = '' }) => {
    // A missing name shows as 'null', AWS's own slip.
    if (!volumes.some((volume) => volume.name === sourceVolume)) return `Unknown volume '${sourceVolume}'.`;
    return blank(containerPath) ? `Invalid 'containerPath' setting for container '${name}'.` : undefined; // (I)
  });

export const volumeRules: readonly Rule[] = [
  ({ volumes }) => firstOf(volumes, volumeProblem),
  uniqueNames,
  oneAtLaunch,
  eachContainer(mountPoints),
];
