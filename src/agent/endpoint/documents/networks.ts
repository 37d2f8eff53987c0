import type { ContainerNetwork, NetworkRanges, TaskRecord } from '../../model/task-record.ts';
import { parseCidr } from '../../network/cidr.ts';
import { rangesOf } from '../../network/place.ts';
import { privateDnsName, privateDomain } from '../../network/private-dns.ts';
import { gatewayOf } from '../../network/vpc.ts';
import type { NetworkDocument } from './v2-types.ts';
import type { V4NetworkDocument } from './v4-types.ts';

/** `own`: those of the container, where the task has no interface. `undefined` while none is known. */
export function v2Networks(
  { networkInterface }: TaskRecord,
  own?: readonly ContainerNetwork[],
): NetworkDocument[] | undefined {
  if (networkInterface !== undefined) {
    const { address } = networkInterface;
    return address === undefined ? undefined : [{ NetworkMode: 'awsvpc', IPv4Addresses: [address] }];
  }
  return own?.map(({ name, ipv4, ipv6 }) => ({
    NetworkMode: name,
    IPv4Addresses: [ipv4],
    ...(ipv6 !== undefined && { IPv6Addresses: [ipv6] }),
  }));
}

/** Docker's own resolver, which answers in a network namespace of a network like the VPC's. */
const resolver = '127.0.0.11';

/** v4 tells more of an awsvpc task's interface. `vpcRange`: that of the default VPC; absent before it has one. */
export function v4Networks(
  task: TaskRecord,
  vpcRange: string | undefined,
  own?: readonly ContainerNetwork[],
): V4NetworkDocument[] | undefined {
  const plain = v2Networks(task, own);
  const members = interfaceMembers(task, vpcRange);
  return members === undefined ? plain : plain?.map((network) => ({ ...network, ...members }));
}

function interfaceMembers(task: TaskRecord, defaultRange: string | undefined): V4NetworkDocument | undefined {
  const { networkInterface, region } = task;
  const { address, macAddress } = networkInterface ?? {};
  if (address === undefined) return undefined;
  return {
    AttachmentIndex: 0,
    ...(macAddress !== undefined && { MACAddress: macAddress }),
    ...subnetMembers(rangesOf(task, defaultRange)),
    PrivateDNSName: privateDnsName(region, address),
    DomainNameServers: [resolver],
    DomainNameSearchList: [privateDomain(region)],
  };
}

/** All subnets share the engine's one network, so the gateway is that of the VPC. */
function subnetMembers(ranges: NetworkRanges | undefined): V4NetworkDocument {
  const vpc = ranges === undefined ? undefined : parseCidr(ranges.vpc);
  if (vpc === undefined || ranges === undefined) return {};
  const [, bits = ''] = ranges.subnet.split('/');
  return { IPv4SubnetCIDRBlock: ranges.subnet, SubnetGatewayIpv4Address: `${gatewayOf(vpc)}/${bits}` };
}
