import type { VpcEndpoint } from '../../../aws/contract/ec2.types.gen.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { newInterface } from './new-interface.ts';
import { find, idOf } from './find.ts';
import { groupsOf } from './show-interface.ts';
import type { EndpointRecord } from './records.ts';
import { tagsOf } from './tags.ts';
import { endpointState } from './wire-words.ts';

export const endpointFilters: FilterTable = {
  ...tagFilters,
  ...byMember('ip-address-type service-name service-region vpc-id vpc-endpoint-id vpc-endpoint-type'),
  'vpc-endpoint-state': 'State',
};

/** What an endpoint lets through that was given no policy. */
export const fullAccess =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

/** Making one takes so long, in milliseconds; on AWS a minute or two for those with interfaces. */
const changing = 1000;

export function showEndpoint(call: Ec2Call, endpoint: EndpointRecord): VpcEndpoint {
  const isGateway = endpoint.type === 'Gateway';
  const isPending = !isGateway && call.now - endpoint.createdAt < changing;
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    State: isPending ? endpointState.pending : endpointState.available,
    PolicyDocument: endpoint.policy,
    RouteTableIds: [...endpoint.routeTableIds],
    SubnetIds: [...endpoint.subnetIds],
    Groups: groupsOf(call, endpoint.groupIds),
    IpAddressType: isGateway ? undefined : endpoint.ipAddressType,
    DnsOptions: endpoint.dnsOptions,
    PrivateDnsEnabled: endpoint.privateDns,
    RequesterManaged: false,
    NetworkInterfaceIds: [...endpoint.interfaceIds],
    DnsEntries: isGateway ? [] : dnsEntriesOf(call, endpoint),
    CreationTimestamp: endpoint.createdAt / 1000,
    OwnerId: endpoint.account,
    ServiceRegion: endpoint.region,
    Tags: tagsOf(endpoint),
  };
}

function dnsEntriesOf({ region, catalog }: Ec2Call, endpoint: EndpointRecord): VpcEndpoint['DnsEntries'] {
  const service = catalog.endpointService(region, endpoint.serviceName, 'Interface');
  const base = `${endpoint.id}-${endpoint.id.slice(-8)}`;
  const host = service?.BaseEndpointDnsNames?.[0]?.replace(/\.amazonaws\.com$/, '') ?? '';
  return [
    { DnsName: `${base}.${host}.amazonaws.com`, HostedZoneId: 'Z7HUB22UULQXV' },
    ...(endpoint.privateDns ? [{ DnsName: service?.PrivateDnsName, HostedZoneId: 'ZONEIDPENDING' }] : []),
  ];
}

/** An interface of the endpoint in the subnet. */
export function putEndpointInterface(
  call: Ec2Call,
  endpoint: { readonly id: string },
  subnetId: string,
  groups: readonly string[],
): string {
  const made = newInterface(call, find(call, 'subnet', subnetId), {
    description: `VPC Endpoint Interface ${endpoint.id}`,
    groups,
    tags: [],
  });
  call.tables['network-interface'].put({
    ...made,
    interfaceType: 'vpc_endpoint',
    requesterId: endpointRequester,
    attachment: {
      id: idOf(call, 'ela-attach'),
      deviceIndex: 1,
      deleteOnTermination: false,
      attachedAt: call.now,
      status: 'attached',
    },
    owner: 'vpc-endpoint',
  });
  return made.id;
}

const endpointRequester = '727180483921';

export function removeEndpointInterface(call: Ec2Call, id: string): void {
  const found = call.tables['network-interface'].get(call, id);
  if (found !== undefined) call.tables['network-interface'].delete(found);
}
