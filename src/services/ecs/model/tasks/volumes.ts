import type { EbsVolume, TaskRecord } from '../../../../agent/model/task-record.ts';
import type { LaunchVolume } from '../../../../agent/plan/volumes-at-launch.ts';
import type {
  Attachment,
  RunTaskRequest,
  TaskManagedEBSVolumeConfiguration,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { tooManyVolumes, volumeNotConfigured, volumeNotManaged, volumeUnmatched } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';
import type { TaskDefinitionRecord } from '../tables.ts';
import { readTags } from '../tags.ts';
import { checkEbsVolume } from './volumes-ebs-rules.ts';

/*
 * The volume that a task definition leaves to be configured at launch: an EBS volume that ECS makes for each
 * task. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html
 */

/** What RunTask says of the volume, checked. */
export interface VolumeRequest {
  readonly volumeName: string;
  readonly sizeInGiB: number | undefined;
  readonly snapshotId: string | undefined;
  readonly roleArn: string;
  readonly deleteOnTermination: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export function volumeRequest(
  call: EcsCall,
  { volumeConfigurations: configurations = [] }: RunTaskRequest,
  { definition }: TaskDefinitionRecord,
): VolumeRequest | undefined {
  const atLaunch = definition.volumes?.find((volume) => volume.configuredAtLaunch === true);
  const [configuration, ...others] = configurations;
  if (configuration === undefined) {
    if (atLaunch !== undefined) throw volumeNotConfigured();
    return undefined;
  }
  if (others.length > 0) throw tooManyVolumes();
  if (configuration.name !== atLaunch?.name) throw volumeUnmatched();
  const ebs = configuration.managedEBSVolume;
  if (ebs === undefined) throw volumeNotManaged();
  checkEbsVolume(ebs);
  return {
    volumeName: configuration.name,
    sizeInGiB: ebs.sizeInGiB,
    snapshotId: ebs.snapshotId,
    roleArn: ebs.roleArn,
    deleteOnTermination: ebs.terminationPolicy?.deleteOnTermination ?? true,
    tags: tagsOf(call, ebs, definition.taskDefinitionArn ?? ''),
  };
}

/** As of RunTask: the volume's own tags win over those of the task definition. */
function tagsOf(
  call: EcsCall,
  { tagSpecifications = [] }: TaskManagedEBSVolumeConfiguration,
  taskDefinitionArn: string,
): Record<string, string> {
  const tags = tagSpecifications.flatMap((specification) => [
    ...(specification.propagateTags === 'TASK_DEFINITION' ? readTags(call, taskDefinitionArn) : []),
    ...(specification.tags ?? []),
  ]);
  return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
}

/** A volume of its own for one task. */
export function attachmentOf(call: EcsCall, wanted: VolumeRequest): EbsVolume {
  const { volumeName, roleArn, deleteOnTermination } = wanted;
  const id = `vol-0${call.ids.hex(16)}`;
  return { attachmentId: call.ids.uuid(), id, volumeName, roleArn, deleteOnTermination };
}

export function launchVolumeOf(
  { sizeInGiB, snapshotId, tags }: VolumeRequest,
  volume: EbsVolume,
): LaunchVolume {
  const { id, volumeName, deleteOnTermination } = volume;
  return { id, volumeName, deleteOnTermination, sizeInGiB, snapshotId, tags };
}

/** The volume as an attachment; its id is known once it is attached. */
export function describeVolume(task: TaskRecord): Attachment[] {
  const { ebsVolume, stagesDone, lastStatus } = task;
  if (ebsVolume === undefined) return [];
  const attached = stagesDone.includes('provision');
  const details = [
    { name: 'roleArn', value: ebsVolume.roleArn },
    { name: 'volumeName', value: ebsVolume.volumeName },
    { name: 'deleteOnTermination', value: String(ebsVolume.deleteOnTermination) },
    ...(attached ? [{ name: 'volumeId', value: ebsVolume.id }] : []),
  ];
  const living = attached ? 'ATTACHED' : 'CREATED';
  // Of the attachment, also where the volume itself is kept.
  const status = lastStatus === 'STOPPED' ? 'DELETED' : living;
  return [{ id: ebsVolume.attachmentId, type: 'AmazonElasticBlockStorage', status, details }];
}
