import type {
  GroupIdentifier,
  NetworkInterface,
  NetworkInterfaceAssociation,
} from '../../../aws/contract/ec2.types.gen.ts';
import { privateDnsName } from '../../../agent/network/private-dns.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagSetFilters } from './filters.ts';
import { publicDnsName } from './public-addresses.ts';
import type { AddressRecord, InterfaceRecord } from './records.ts';
import { tagsOf } from './tags.ts';
import { zoneIdOf } from './zones.ts';

export const interfaceFilters: FilterTable = {
  ...tagSetFilters,
  ...byMember(`availability-zone availability-zone-id description interface-type mac-address
    network-interface-id owner-id private-dns-name private-ip-address requester-id requester-managed
    source-dest-check status subnet-id vpc-id association.allocation-id association.association-id
    association.ip-owner-id association.public-ip association.public-dns-name attachment.attach-time
    attachment.attachment-id attachment.delete-on-termination attachment.device-index
    attachment.instance-id attachment.instance-owner-id attachment.status operator.managed operator.principal`),
  'addresses.association.owner-id': 'PrivateIpAddresses.Association.IpOwnerId',
  'addresses.association.public-ip': 'PrivateIpAddresses.Association.PublicIp',
  'addresses.primary': 'PrivateIpAddresses.Primary',
  'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
  'group-id': 'Groups.GroupId',
  'group-name': 'Groups.GroupName',
  'ipv6-addresses.ipv6-address': 'Ipv6Addresses.Ipv6Address',
};

/** Shows interfaces; addresses and groups of the account are looked up once for all of them. */
export function interfaceView(call: Ec2Call): (each: InterfaceRecord) => NetworkInterface {
  const elastic = new Map<string, AddressRecord>();
  for (const address of call.tables['elastic-ip'].list(call)) {
    const { association } = address;
    if (association !== undefined)
      elastic.set(`${association.interfaceId} ${association.privateIp}`, address);
  }
  return (each) => showInterface(call, each, (privateIp) => elastic.get(`${each.id} ${privateIp}`));
}

function showInterface(
  call: Ec2Call,
  each: InterfaceRecord,
  elasticOf: (privateIp: string) => AddressRecord | undefined,
): NetworkInterface {
  const { attachment, addresses } = each;
  const [primary] = addresses;
  const vpc = call.tables.vpc.get(call, each.vpcId);
  const withDns = vpc?.dnsHostnames === true;
  const associationOf = (privateIp: string): NetworkInterfaceAssociation | undefined => {
    const address = elasticOf(privateIp);
    const publicIp = address?.publicIp ?? (privateIp === primary ? each.publicIp : undefined);
    if (publicIp === undefined) return undefined;
    return {
      AllocationId: address?.id,
      AssociationId: address?.association?.id,
      IpOwnerId: address === undefined ? 'amazon' : each.account,
      PublicDnsName: withDns ? publicDnsName(each.region, publicIp) : '',
      PublicIp: publicIp,
    };
  };
  const association = primary === undefined ? undefined : associationOf(primary);
  return {
    NetworkInterfaceId: each.id,
    OwnerId: each.account,
    VpcId: each.vpcId,
    SubnetId: each.subnetId,
    AvailabilityZone: each.availabilityZone,
    AvailabilityZoneId: zoneIdOf(each.availabilityZone),
    Description: each.description,
    Groups: groupsOf(call, each.groups),
    InterfaceType: each.interfaceType,
    MacAddress: each.macAddress,
    PrivateIpAddress: primary,
    PrivateDnsName: withDns && primary !== undefined ? privateDnsName(each.region, primary) : undefined,
    PrivateIpAddresses: addresses.map((PrivateIpAddress, index) => ({
      Primary: index === 0,
      PrivateIpAddress,
      PrivateDnsName: withDns ? privateDnsName(each.region, PrivateIpAddress) : undefined,
      Association: associationOf(PrivateIpAddress),
    })),
    Ipv6Addresses: each.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })),
    Association: association,
    Attachment: attachment && {
      AttachmentId: attachment.id,
      AttachTime: attachment.attachedAt / 1000,
      DeleteOnTermination: attachment.deleteOnTermination,
      DeviceIndex: attachment.deviceIndex,
      NetworkCardIndex: 0,
      InstanceId: attachment.instanceId,
      InstanceOwnerId: attachment.instanceId === undefined ? 'amazon-aws' : each.account,
      Status: attachment.status,
    },
    RequesterId: each.requesterId,
    RequesterManaged: each.requesterId !== undefined,
    SourceDestCheck: each.sourceDestCheck,
    Status: attachment === undefined ? 'available' : statusOf[attachment.status],
    TagSet: tagsOf(each),
    Operator: { Managed: false },
  };
}

const statusOf = { attaching: 'attaching', attached: 'in-use', detaching: 'detaching' } as const;

export const groupsOf = (call: Ec2Call, ids: readonly string[]): GroupIdentifier[] =>
  ids.map((GroupId) => ({ GroupId, GroupName: call.tables['security-group'].get(call, GroupId)?.name }));
