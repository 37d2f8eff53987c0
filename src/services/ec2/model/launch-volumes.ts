import type {
  BlockDeviceMapping,
  EbsBlockDevice,
  Image,
  RunInstancesRequest,
} from '../../../aws/contract/ec2.types.gen.ts';
import { missingParameter, unsupported } from '../errors.ts';
import { invalidMapping } from '../errors-compute.ts';
import type { Ec2Call } from '../operation.ts';
import { newId } from './find.ts';
import { tagTypes } from './launch-network.ts';
import { newTags } from './tags.ts';

interface LaunchPlace {
  readonly instanceId: string;
  readonly availabilityZone: string;
}

/** The volumes of one instance: those of its image, as the request changes them, and its own. */
export function attachVolumes(
  call: Ec2Call,
  { instanceId, availabilityZone }: LaunchPlace,
  image: Image,
  request: RunInstancesRequest,
): void {
  const { account, region, now } = call;
  const tags = newTags(request.TagSpecifications, 'volume', tagTypes);
  for (const { DeviceName: device = '', Ebs = {} } of mappings(image, request.BlockDeviceMappings ?? [])) {
    refuse(Ebs);
    if (Ebs.VolumeSize === undefined && Ebs.SnapshotId === undefined) {
      throw missingParameter('size/snapshot');
    }
    const type = Ebs.VolumeType ?? 'gp2';
    const size = Ebs.VolumeSize ?? 8;
    call.tables.volume.put({
      account,
      region,
      id: newId(call, 'volume'),
      createdAt: now,
      tags,
      availabilityZone,
      instanceId,
      device,
      size,
      type,
      iops: Ebs.Iops ?? defaultIops(type, size),
      throughput: type === 'gp3' ? (Ebs.Throughput ?? 125) : undefined,
      encrypted: Ebs.Encrypted ?? false,
      kmsKeyId: Ebs.KmsKeyId,
      snapshotId: Ebs.SnapshotId,
      deleteOnTermination: Ebs.DeleteOnTermination ?? true,
    });
  }
}

const refused = [
  'OutpostArn',
  'AvailabilityZone',
  'AvailabilityZoneId',
  'EbsCardIndex',
  'VolumeInitializationRate',
] as const satisfies readonly (keyof EbsBlockDevice)[];

function refuse(volume: EbsBlockDevice): void {
  for (const name of refused) {
    if (volume[name] !== undefined) throw unsupported(`BlockDeviceMapping.Ebs.${name}`);
  }
}

function mappings(image: Image, given: readonly BlockDeviceMapping[]): BlockDeviceMapping[] {
  const devices = new Map((image.BlockDeviceMappings ?? []).map((mapping) => [mapping.DeviceName, mapping]));
  for (const mapping of given) {
    const { DeviceName, Ebs, NoDevice, VirtualName } = mapping;
    if (DeviceName === undefined) throw missingParameter('deviceName');
    // Ephemeral disks are only of types that have them, and none of those is here.
    if (VirtualName !== undefined) continue;
    if (NoDevice !== undefined) {
      devices.delete(DeviceName);
      continue;
    }
    const present = devices.get(DeviceName);
    const size = Ebs?.VolumeSize;
    const least = present?.Ebs?.VolumeSize;
    if (size !== undefined && least !== undefined && size < least) {
      throw invalidMapping(
        `Volume of size ${size}GB is smaller than snapshot '${present?.Ebs?.SnapshotId}', expect size>= ${least}GB`,
      );
    }
    devices.set(DeviceName, { DeviceName, Ebs: { ...present?.Ebs, ...Ebs } });
  }
  return [...devices.values()];
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
function defaultIops(type: string, size: number): number | undefined {
  if (type === 'gp3') return 3000;
  return type === 'gp2' ? Math.min(16_000, Math.max(100, size * 3)) : undefined;
}
