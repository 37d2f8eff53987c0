import type {
  Instance,
  InstanceNetworkInterface,
  NetworkInterface,
  Reservation,
} from '../../../aws/contract/ec2.types.gen.ts';
import { privateDnsName } from '../../../agent/network/private-dns.ts';
import type { Ec2Call } from '../operation.ts';
import { showState, stateOf } from './instances.ts';
import type { InterfaceRecord } from './records.ts';
import type { InstanceRecord, VolumeRecord } from './records-compute.ts';
import { interfaceView } from './show-interface.ts';
import { tagsOf } from './tags.ts';
import { zoneIdOf } from './zones.ts';

/** Shows instances; interfaces and volumes of the account are looked through once for all of them. */
export function instanceView(call: Ec2Call): (instance: InstanceRecord) => Instance {
  const interfaces = Map.groupBy(
    call.tables['network-interface'].list(call),
    ({ attachment }) => attachment?.instanceId,
  );
  const volumes = Map.groupBy(call.tables.volume.list(call), ({ instanceId }) => instanceId);
  const showInterface = interfaceView(call);
  return (instance) => {
    const own = (interfaces.get(instance.id) ?? []).sort(byDevice).map((each) => showInterface(each));
    return showInstance(call, instance, own, volumes.get(instance.id) ?? []);
  };
}

const byDevice = (a: InterfaceRecord, b: InterfaceRecord): number =>
  (a.attachment?.deviceIndex ?? 0) - (b.attachment?.deviceIndex ?? 0);

function showInstance(
  call: Ec2Call,
  instance: InstanceRecord,
  interfaces: readonly NetworkInterface[],
  volumes: readonly VolumeRecord[],
): Instance {
  const { image } = instance;
  const state = stateOf(instance, call.now);
  const isGone = instance.state === 'terminated';
  const [primary] = interfaces;
  const address = primary?.PrivateIpAddress;
  const type = call.catalog.type(instance.type);
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: showState(state),
    StateTransitionReason: instance.transitionReason,
    StateReason: instance.stateReason,
    InstanceType: instance.type,
    KeyName: instance.keyName,
    LaunchTime: instance.launchedAt / 1000,
    AmiLaunchIndex: instance.launchIndex,
    ClientToken: instance.clientToken,
    Architecture: image.Architecture,
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    RootDeviceName: image.RootDeviceName,
    RootDeviceType: 'ebs',
    BlockDeviceMappings: volumes
      .filter(({ detachedAt }) => detachedAt === undefined)
      .map(({ id, device, createdAt, deleteOnTermination }) => ({
        DeviceName: device,
        Ebs: {
          VolumeId: id,
          Status: 'attached',
          AttachTime: createdAt / 1000,
          DeleteOnTermination: deleteOnTermination,
        },
      })),
    EbsOptimized: instance.ebsOptimized,
    EnaSupport: true,
    EnclaveOptions: { Enabled: instance.enclave },
    HibernationOptions: { Configured: false },
    CpuOptions: type && {
      CoreCount: Math.max(1, type.vcpus / type.family.threadsPerCore),
      ThreadsPerCore: type.family.threadsPerCore,
    },
    CapacityReservationSpecification: { CapacityReservationPreference: 'open' },
    CurrentInstanceBootMode: image.BootMode === 'uefi' ? 'uefi' : 'legacy-bios',
    BootMode: image.BootMode,
    IamInstanceProfile: instance.profile && { Arn: instance.profile.arn, Id: instance.profile.profileId },
    InstanceLifecycle: instance.spot ? 'spot' : undefined,
    MaintenanceOptions: { AutoRecovery: instance.autoRecovery, RebootMigration: 'default' },
    MetadataOptions: instance.metadata,
    Monitoring: { State: instance.monitoring ? 'enabled' : 'disabled' },
    NetworkInterfaces: interfaces.map(showOwnInterface),
    NetworkPerformanceOptions: { BandwidthWeighting: 'default' },
    Operator: { Managed: false },
    Placement: {
      AvailabilityZone: instance.availabilityZone,
      AvailabilityZoneId: zoneIdOf(instance.availabilityZone),
      GroupName: '',
      Tenancy: instance.tenancy,
    },
    PlatformDetails: image.PlatformDetails,
    UsageOperation: image.UsageOperation,
    UsageOperationUpdateTime: instance.createdAt / 1000,
    PrivateDnsName: address === undefined ? '' : privateDnsName(instance.region, address),
    PrivateDnsNameOptions: {
      HostnameType: instance.hostnameType,
      EnableResourceNameDnsARecord: instance.nameRecordA,
      EnableResourceNameDnsAAAARecord: instance.nameRecordAaaa,
    },
    PrivateIpAddress: address,
    PublicDnsName: primary?.Association?.PublicDnsName ?? '',
    PublicIpAddress: primary?.Association?.PublicIp,
    ProductCodes: [],
    SecurityGroups: primary?.Groups ?? [],
    SourceDestCheck: primary?.SourceDestCheck,
    SubnetId: isGone ? undefined : instance.subnetId,
    VpcId: isGone ? undefined : instance.vpcId,
    Tags: tagsOf(instance),
  };
}

function showOwnInterface(each: NetworkInterface): InstanceNetworkInterface {
  return {
    NetworkInterfaceId: each.NetworkInterfaceId,
    OwnerId: each.OwnerId,
    VpcId: each.VpcId,
    SubnetId: each.SubnetId,
    Description: each.Description,
    InterfaceType: each.InterfaceType,
    MacAddress: each.MacAddress,
    Status: each.Status,
    SourceDestCheck: each.SourceDestCheck,
    Groups: each.Groups,
    Ipv6Addresses: [],
    PrivateDnsName: each.PrivateDnsName,
    PrivateIpAddress: each.PrivateIpAddress,
    PrivateIpAddresses: each.PrivateIpAddresses?.map(
      ({ Primary, PrivateDnsName, PrivateIpAddress, Association }) => ({
        Primary,
        PrivateDnsName,
        PrivateIpAddress,
        Association: publicPart(Association),
      }),
    ),
    Association: publicPart(each.Association),
    Attachment: each.Attachment && {
      AttachmentId: each.Attachment.AttachmentId,
      AttachTime: each.Attachment.AttachTime,
      DeleteOnTermination: each.Attachment.DeleteOnTermination,
      DeviceIndex: each.Attachment.DeviceIndex,
      NetworkCardIndex: 0,
      Status: each.Attachment.Status,
    },
  };
}

const publicPart = (association: NetworkInterface['Association']): InstanceNetworkInterface['Association'] =>
  association && {
    IpOwnerId: association.IpOwnerId,
    PublicDnsName: association.PublicDnsName,
    PublicIp: association.PublicIp,
  };

/** What was launched together is shown together. */
export function reservationsOf(call: Ec2Call, instances: readonly InstanceRecord[]): Reservation[] {
  const show = instanceView(call);
  return [...Map.groupBy(instances, ({ reservationId }) => reservationId)].map(
    ([ReservationId, members]) => ({
      ReservationId,
      OwnerId: call.account,
      Groups: [],
      Instances: members.map(show),
    }),
  );
}
