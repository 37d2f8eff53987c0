import type { Image } from '../../../aws/contract/ec2.types.gen.ts';
import { createHash } from 'node:crypto';
import { imageId } from '../../../aws/images/ami.ts';
import { imagesPublishedAt, type PublicImage, publicImages } from '../../../aws/images/public-images.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';

export const imageFilters: FilterTable = {
  ...tagFilters,
  ...byMember(`architecture boot-mode creation-date description ena-support free-tier-eligible hypervisor
    image-allowed image-id image-type kernel-id name owner-id platform public-ssm-parameter-name ramdisk-id
    root-device-name root-device-type source-image-id source-image-region source-instance-id state
    sriov-net-support virtualization-type`),
  'block-device-mapping.delete-on-termination': 'BlockDeviceMappings.Ebs.DeleteOnTermination',
  'block-device-mapping.device-name': 'BlockDeviceMappings.DeviceName',
  'block-device-mapping.snapshot-id': 'BlockDeviceMappings.Ebs.SnapshotId',
  'block-device-mapping.volume-size': 'BlockDeviceMappings.Ebs.VolumeSize',
  'block-device-mapping.volume-type': 'BlockDeviceMappings.Ebs.VolumeType',
  'block-device-mapping.encrypted': 'BlockDeviceMappings.Ebs.Encrypted',
  'is-public': 'Public',
  'manifest-location': 'ImageLocation',
  'owner-alias': 'ImageOwnerAlias',
  'product-code': 'ProductCodes.ProductCodeId',
  'product-code.type': 'ProductCodes.ProductCodeType',
  'state-reason-code': 'StateReason.Code',
  'state-reason-message': 'StateReason.Message',
};

/** AWS's own images in a region: nobody can make one here. */
export function imagesIn(region: string): Image[] {
  return publicImages().map((image) => showImage(region, image));
}

/** Amazon's accounts, by what they publish. */
const owners = { ecs: '591542846629', linux: '137112412989', bottlerocket: '092701018921' } as const;

function showImage(region: string, image: PublicImage): Image {
  const { name, kind, architecture, paths } = image;
  const owner = owners[kind];
  const published = new Date(imagesPublishedAt * 1000);
  const snapshot = `snap-0${createHash('sha256').update(`${region} ${name} snapshot`).digest('hex').slice(0, 16)}`;
  const size = kind === 'ecs' ? 30 : kind === 'linux' ? 8 : 2;
  return {
    ImageId: imageId(region, name),
    Name: name,
    Description: describeImage(image),
    Architecture: architecture,
    ImageType: 'machine',
    ImageLocation: `amazon/${name}`,
    ImageOwnerAlias: 'amazon',
    OwnerId: owner,
    CreationDate: published.toISOString(),
    DeprecationTime: new Date(published.getTime() + deprecatedAfter).toISOString(),
    Public: true,
    State: 'available',
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    BlockDeviceMappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: {
          DeleteOnTermination: true,
          Encrypted: false,
          SnapshotId: snapshot,
          VolumeSize: size,
          VolumeType: name.startsWith('al2023') ? 'gp3' : 'gp2',
        },
      },
    ],
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    SriovNetSupport: 'simple',
    BootMode: architecture === 'arm64' ? 'uefi' : name.startsWith('al2023') ? 'uefi-preferred' : undefined,
    ImdsSupport: name.startsWith('al2023') ? 'v2.0' : undefined,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    PublicSsmParameterName: paths[0] === undefined ? undefined : `/aws/service/${paths[0]}`,
    ImageAllowed: true,
    DeregistrationProtection: 'disabled',
    FreeTierEligible: false,
  };
}

/** Two years, as AWS deprecates its images. */
const deprecatedAfter = 2 * 365 * 24 * 60 * 60 * 1000;

function describeImage({ kind, version, name, architecture }: PublicImage): string {
  if (kind === 'bottlerocket') return name;
  if (kind === 'ecs') return `Amazon Linux AMI ${version} ${architecture} ECS HVM EBS`;
  return name.startsWith('al2023')
    ? `Amazon Linux 2023 AMI ${version} ${architecture} HVM`
    : `Amazon Linux 2 AMI ${version} ${architecture} HVM`;
}
