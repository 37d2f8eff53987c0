import type {
  InstanceNetworkInterfaceSpecification,
  RunInstancesRequest,
} from '../../../aws/contract/ec2.types.gen.ts';
import { badValue, combination, invalidValue, unsupported } from '../errors.ts';
import { interfaceAttached, noDefaultVpcForUser } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { find, idOf } from './find.ts';
import { changeableInterface } from './interfaces.ts';
import { newInterface } from './new-interface.ts';
import { newPublicAddress } from './public-addresses.ts';
import type { InterfaceRecord, SubnetRecord } from './records.ts';
import { groupInDefaultVpc } from './security-groups.ts';
import { newTags } from './tags.ts';
import { defaultVpcOf } from './vpcs.ts';
import { zonesOf } from './zones.ts';

/** The subnet of a launch, and one specification for each interface; index 0 is the primary one. */
export interface LaunchNetwork {
  readonly subnet: SubnetRecord;
  readonly interfaces: readonly InstanceNetworkInterfaceSpecification[];
}

export function launchNetwork(call: Ec2Call, request: RunInstancesRequest): LaunchNetwork {
  const { NetworkInterfaces, SubnetId, SecurityGroupIds, SecurityGroups, PrivateIpAddress } = request;
  if (NetworkInterfaces !== undefined && NetworkInterfaces.length > 0) {
    if (SubnetId !== undefined) throw together('an instance-level subnet ID');
    if (SecurityGroupIds !== undefined || SecurityGroups !== undefined) {
      throw together('an instance-level security groups');
    }
    if (PrivateIpAddress !== undefined) throw together('an instance-level private IP address');
    NetworkInterfaces.forEach(refuse);
    const primary = NetworkInterfaces.find(({ DeviceIndex }) => (DeviceIndex ?? 0) === 0);
    if (primary === undefined)
      throw invalidValue('When specifying network interfaces, you must include a device at index 0.');
    return { subnet: subnetOf(call, primary, request), interfaces: NetworkInterfaces };
  }
  const named = (SecurityGroups ?? []).map((name) => groupInDefaultVpc(call, name).id);
  const groups = [...(SecurityGroupIds ?? []), ...named];
  const specification = {
    DeviceIndex: 0,
    SubnetId,
    PrivateIpAddress,
    ...(groups.length > 0 && { Groups: groups }),
  };
  return { subnet: subnetOf(call, specification, request), interfaces: [specification] };
}

const together = (what: string): Error =>
  combination(`Network interfaces and ${what} may not be specified on the same request`);

const refused = [
  'AssociateCarrierIpAddress',
  'Ipv6AddressCount',
  'Ipv6Addresses',
  'Ipv4Prefixes',
  'Ipv4PrefixCount',
  'Ipv6Prefixes',
  'Ipv6PrefixCount',
  'PrimaryIpv6',
  'EnaSrdSpecification',
  'ConnectionTrackingSpecification',
  'EnaQueueCount',
] as const satisfies readonly (keyof InstanceNetworkInterfaceSpecification)[];

function refuse(specification: InstanceNetworkInterfaceSpecification): void {
  for (const name of refused) {
    const value = specification[name];
    if (value !== undefined && value !== false) throw unsupported(`NetworkInterface.${name}`);
  }
  const { InterfaceType, NetworkCardIndex = 0 } = specification;
  if (InterfaceType !== undefined && InterfaceType !== 'interface') {
    throw unsupported(`NetworkInterface.InterfaceType=${InterfaceType}`);
  }
  if (NetworkCardIndex !== 0) throw unsupported('NetworkInterface.NetworkCardIndex');
}

function subnetOf(
  call: Ec2Call,
  { SubnetId, NetworkInterfaceId }: InstanceNetworkInterfaceSpecification,
  { Placement }: RunInstancesRequest,
): SubnetRecord {
  if (NetworkInterfaceId !== undefined) {
    return find(call, 'subnet', changeableInterface(call, NetworkInterfaceId).subnetId);
  }
  const zone = zoneWanted(call, Placement);
  if (SubnetId !== undefined) {
    const subnet = find(call, 'subnet', SubnetId);
    if (zone !== undefined && zone !== subnet.availabilityZone) {
      throw badValue(
        zone,
        'availabilityZone',
        `The requested Availability Zone ${zone} is not that of ${subnet.id}.`,
      ); // (I)
    }
    return subnet;
  }
  const vpc = defaultVpcOf(call);
  if (vpc === undefined) throw noDefaultVpcForUser();
  const subnets = call.tables.subnet
    .listIn(call, vpc.id)
    .filter(({ isDefault }) => isDefault)
    .sort((a, b) => (a.availabilityZone < b.availabilityZone ? -1 : 1));
  const found = subnets.find(({ availabilityZone }) => zone === undefined || availabilityZone === zone);
  if (found === undefined) {
    throw invalidValue(
      zone === undefined
        ? `No subnets found for the default VPC '${vpc.id}'. Please specify a subnet.`
        : `Invalid availability zone: [${zone}]`,
    );
  }
  return found;
}

function zoneWanted(call: Ec2Call, placement: RunInstancesRequest['Placement'] = {}): string | undefined {
  const { AvailabilityZone: name, AvailabilityZoneId: id } = placement;
  if (id === undefined) return name;
  if (name !== undefined) {
    throw combination('The parameter availabilityZone cannot be used with the parameter availabilityZoneId'); // (I)
  }
  const found = zonesOf(call.region).find((zone) => zone.id === id);
  if (found === undefined) throw invalidValue(`Invalid availability zone-id: [${id}]`); // (I)
  return found.name;
}

/** Makes the interfaces of one instance, or takes those that were there before. */
export function attachInterfaces(
  call: Ec2Call,
  instanceId: string,
  { subnet, interfaces }: LaunchNetwork,
  request: RunInstancesRequest,
): void {
  const tags = newTags(request.TagSpecifications, 'network-interface', tagTypes);
  for (const specification of interfaces) {
    const { DeviceIndex = 0, NetworkInterfaceId, DeleteOnTermination } = specification;
    const found =
      NetworkInterfaceId === undefined ? undefined : changeableInterface(call, NetworkInterfaceId);
    if (found?.attachment !== undefined) throw interfaceAttached(found.id);
    const own = found ?? madeFor(call, subnet, specification, tags);
    const isPublic = specification.AssociatePublicIpAddress ?? (DeviceIndex === 0 && subnet.mapPublicIp);
    call.tables['network-interface'].put({
      ...own,
      publicIp: found === undefined && isPublic ? newPublicAddress(call) : own.publicIp,
      attachment: {
        id: idOf(call, 'eni-attach'),
        instanceId,
        deviceIndex: DeviceIndex,
        deleteOnTermination: DeleteOnTermination ?? found === undefined,
        attachedAt: call.now,
        status: 'attached',
      },
    });
  }
}

/** What RunInstances can tag. */
export const tagTypes = ['instance', 'volume', 'network-interface', 'spot-instances-request'] as const;

function madeFor(
  call: Ec2Call,
  subnet: SubnetRecord,
  specification: InstanceNetworkInterfaceSpecification,
  tags: InterfaceRecord['tags'],
): InterfaceRecord {
  const { SubnetId } = specification;
  return newInterface(call, SubnetId === undefined ? subnet : find(call, 'subnet', SubnetId), {
    description: specification.Description,
    groups: specification.Groups,
    privateIp: specification.PrivateIpAddress,
    privateIps: specification.PrivateIpAddresses,
    secondaryCount: specification.SecondaryPrivateIpAddressCount,
    tags,
  });
}
