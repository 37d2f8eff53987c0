import type { Volume } from '../../../aws/contract/ec2.types.gen.ts';
import { arn } from '../../../aws/arn.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable, tagFilters } from '../model/filters.ts';
import { findAll } from '../model/find.ts';
import { arnResource } from '../model/kinds.ts';
import type { VolumeRecord } from '../model/records-compute.ts';
import { tagsOf } from '../model/tags.ts';
import { zoneIdOf } from '../model/zones.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const volumeFilters: FilterTable = {
  ...tagFilters,
  ...byMember(`availability-zone availability-zone-id create-time encrypted fast-restored
    multi-attach-enabled operator.managed operator.principal size snapshot-id volume-id volume-type`),
  status: 'State',
  'attachment.attach-time': 'Attachments.AttachTime',
  'attachment.delete-on-termination': 'Attachments.DeleteOnTermination',
  'attachment.device': 'Attachments.Device',
  'attachment.instance-id': 'Attachments.InstanceId',
  'attachment.status': 'Attachments.State',
};

/** The disks of instances. Those that ECS manages for tasks are told by ECS. */
export const describeVolumes: Ec2Operation<'DescribeVolumes'> = (input, call) => {
  const { VolumeIds } = input;
  const rows = VolumeIds === undefined ? call.tables.volume.list(call) : findAll(call, 'volume', VolumeIds);
  const { items, nextToken } = describe(rows, input, {
    filters: volumeFilters,
    show: (volume) => show(call, volume),
    keyOf: ({ VolumeId }) => VolumeId,
    idsParameter: VolumeIds === undefined ? undefined : 'volumeSet',
  });
  return { Volumes: items, NextToken: nextToken };
};

const show = (call: Ec2Call, volume: VolumeRecord): Volume => ({
  VolumeId: volume.id,
  VolumeArn: arn(call, 'ec2', arnResource('volume', volume.id)),
  OwnerId: volume.account,
  Size: volume.size,
  SnapshotId: volume.snapshotId ?? '',
  VolumeType: volume.type,
  Iops: volume.iops,
  Throughput: volume.throughput,
  Encrypted: volume.encrypted,
  KmsKeyId: volume.kmsKeyId,
  MultiAttachEnabled: false,
  AvailabilityZone: volume.availabilityZone,
  AvailabilityZoneId: zoneIdOf(volume.availabilityZone),
  State: volume.detachedAt === undefined ? 'in-use' : 'available',
  CreateTime: volume.createdAt / 1000,
  Attachments:
    volume.detachedAt === undefined
      ? [
          {
            VolumeId: volume.id,
            InstanceId: volume.instanceId,
            Device: volume.device,
            State: 'attached',
            AttachTime: volume.createdAt / 1000,
            DeleteOnTermination: volume.deleteOnTermination,
          },
        ]
      : [],
  Operator: { Managed: false },
  Tags: tagsOf(volume),
});
