import type { TaskManagedEBSVolumeConfiguration } from '../../../../aws/contract/ecs.types.gen.ts';
import { invalidParameter } from '../../errors.ts';
import { checkTags } from '../tags/check-tags.ts';

/*
 * What EBS says to a volume's members. Ranges are those of TaskManagedEBSVolumeConfiguration in the API
 * reference; texts are EC2's own for the same mistake, those marked (I) are inferred.
 */

type Ebs = TaskManagedEBSVolumeConfiguration;
type Range = readonly [least: number, most: number];

interface VolumeType {
  /** GiB. */
  readonly size: Range;
  /** Absent where the type has none to choose. */
  readonly iops?: Range;
  readonly needsIops?: boolean;
  /** Operations per second to a GiB. */
  readonly iopsPerGiB?: number;
}

const types: ReadonlyMap<string, VolumeType> = new Map<string, VolumeType>([
  ['gp2', { size: [1, 16_384] }],
  ['gp3', { size: [1, 16_384], iops: [3000, 16_000], iopsPerGiB: 500 }],
  ['io1', { size: [4, 16_384], iops: [100, 64_000], iopsPerGiB: 50, needsIops: true }],
  ['io2', { size: [4, 16_384], iops: [100, 256_000], iopsPerGiB: 1000, needsIops: true }],
  ['st1', { size: [125, 16_384] }],
  ['sc1', { size: [125, 16_384] }],
  ['standard', { size: [1, 1024] }],
]);

/** MiB per second; of gp3 alone. */
const throughputs: Range = [125, 1000];
/** What gp3 has without asking for more. */
const baselineIops = 3000;

/** Refuses a volume that AWS would not make. */
export function checkEbsVolume(ebs: Ebs): void {
  const problem = problemOf(ebs);
  if (problem !== undefined) throw invalidParameter(problem);
  for (const { tags = [] } of ebs.tagSpecifications ?? []) checkTags(tags);
}

function problemOf(ebs: Ebs): string | undefined {
  const { volumeType: name = 'gp3', roleArn, snapshotId, sizeInGiB: size } = ebs;
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn)) return 'roleArn is not a valid IAM role ARN.'; // (I)
  const type = types.get(name);
  if (type === undefined) return `Value (${name}) for parameter volumeType is invalid.`; // (I)
  if (size === undefined && snapshotId === undefined)
    return 'Either sizeInGiB or snapshotId must be specified for a managed EBS volume.'; // (I)
  if (snapshotId !== undefined && !/^snap-[0-9a-f]{8,17}$/.test(snapshotId))
    return `Value (${snapshotId}) for parameter snapshotId is invalid.`; // (I)
  return (
    sizeProblem(name, type, size) ??
    iopsProblem(name, type, ebs) ??
    throughputProblem(name, ebs) ??
    initializationProblem(ebs) ??
    otherProblem(ebs)
  );
}

function sizeProblem(name: string, { size: [least, most] }: VolumeType, size = least): string | undefined {
  if (size < least)
    return `Volume of ${size}GiB is too small for volume type ${name}; minimum is ${least}GiB`;
  return size > most
    ? `Volume of ${size}GiB is too large for volume type ${name}; maximum is ${most}GiB`
    : undefined;
}

function iopsProblem(name: string, type: VolumeType, { iops, sizeInGiB: size }: Ebs): string | undefined {
  if (iops === undefined)
    return type.needsIops === true ? `The parameter iops must be specified for ${name} volumes.` : undefined;
  if (type.iops === undefined) return `The parameter iops is not supported for ${name} volumes.`;
  const [least, most] = type.iops;
  if (iops < least) return `Volume iops of ${iops} is too low; minimum is ${least}.`;
  if (iops > most) return `Volume iops of ${iops} is too high; maximum is ${most}.`;
  const { iopsPerGiB = Infinity } = type;
  const isBaseline = name === 'gp3' && iops <= baselineIops;
  return size !== undefined && !isBaseline && iops > size * iopsPerGiB
    ? `Iops to volume size ratio of ${(iops / size).toFixed(6)} is too high; maximum is ${iopsPerGiB}`
    : undefined;
}

function throughputProblem(name: string, { throughput, iops = baselineIops }: Ebs): string | undefined {
  if (throughput === undefined) return undefined;
  if (name !== 'gp3') return 'throughput can only be specified for volumeType gp3.';
  const [least, most] = throughputs;
  if (throughput < least) return `Volume throughput of ${throughput} is too low; minimum is ${least}.`; // (I)
  if (throughput > most) return `Volume throughput of ${throughput} is too high; maximum is ${most}.`; // (I)
  const ratio = throughput / iops;
  return ratio > 0.25
    ? `Throughput (MiBps) to iops ratio of ${ratio.toFixed(6)} is too high; maximum is 0.250000 MiBps per iops` // (I)
    : undefined;
}

function initializationProblem({ volumeInitializationRate: rate, snapshotId }: Ebs): string | undefined {
  if (rate === undefined) return undefined;
  if (snapshotId === undefined) return 'volumeInitializationRate can only be specified with a snapshotId.'; // (I)
  return rate < 100 || rate > 300 ? 'volumeInitializationRate must be between 100 and 300.' : undefined; // (I)
}

function otherProblem({
  kmsKeyId,
  encrypted,
  filesystemType,
  tagSpecifications = [],
}: Ebs): string | undefined {
  if (kmsKeyId !== undefined && encrypted !== true)
    return 'The parameter KmsKeyId requires the parameter Encrypted to be set.';
  if (filesystemType === 'ntfs') return 'The filesystem type ntfs is not supported for Linux tasks.'; // (I)
  if (tagSpecifications.length > 1) return 'Only one tag specification can be given for a volume.'; // (I)
  return tagSpecifications[0]?.propagateTags === 'SERVICE'
    ? 'Tags can only be propagated from a service to the tasks of a service.' // (I)
    : undefined;
}
