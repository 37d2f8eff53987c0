import { createHash } from 'node:crypto';
import { formatCidr, parseCidr } from '../../../agent/network/cidr.ts';
import { privateDomain } from '../../../agent/network/private-dns.ts';
import { defaultVpc, subnetRange } from '../../../agent/network/vpc.ts';
import { defaultAclEntries } from './network-acl-entries.ts';
import type { Realm } from './realms.ts';
import type { SubnetRecord, VpcRecord } from './records.ts';
import { allEgress, allFromItself } from './starting-rules.ts';
import type { Records, StartingKind } from './tables.ts';

/** What an account has in a region that it has never used. */
export type StartingState = { readonly [Each in StartingKind]: readonly Records[Each][] };

/** Made when first asked for, and kept: reading it must cost no more than reading a table. */
export function startingStates(): (realm: Realm) => StartingState {
  const known = new Map<string, StartingState>();
  return (realm) => {
    const name = `${realm.account} ${realm.region}`;
    const state = known.get(name) ?? startingState(realm);
    known.set(name, state);
    return state;
  };
}

const awsRange = '172.31.0.0/16';

/**
 * The default VPC with all that belongs to it. The ids of the VPC, its subnets and its group are those that
 * tasks have; the others follow from account and region in the same way.
 */
export function startingState({ account, region }: Realm): StartingState {
  const vpc = defaultVpc(account, region);
  const base = { account, region, createdAt: 0, tags: [] };
  const id = (prefix: string, name: string): string =>
    `${prefix}-0${createHash('sha256').update(`${account} ${region} ${prefix} ${name}`).digest('hex').slice(0, 16)}`;
  const dhcpOptionsId = id('dopt', 'default');
  const inVpc = { ...base, vpcId: vpc.id };
  const gatewayId = id('igw', 'default');
  return {
    vpc: [
      {
        ...base,
        id: vpc.id,
        isDefault: true,
        cidrs: [{ id: id('vpc-cidr-assoc', 'default'), cidr: awsRange }],
        ipv6Cidrs: [],
        tenancy: 'default',
        dhcpOptionsId,
        dnsSupport: true,
        dnsHostnames: true,
        addressUsageMetrics: false,
      },
    ],
    subnet: vpc.subnets.map((subnet) => ({
      ...inVpc,
      ...defaultSubnet(subnet.availabilityZone),
      id: subnet.id,
    })),
    'dhcp-options': [
      {
        ...base,
        id: dhcpOptionsId,
        configurations: [
          { key: 'domain-name', values: [privateDomain(region)] },
          { key: 'domain-name-servers', values: ['AmazonProvidedDNS'] },
        ],
      },
    ],
    'route-table': [
      {
        ...inVpc,
        id: id('rtb', 'default'),
        routes: [
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId, Origin: 'CreateRoute', State: 'active' },
        ],
        associations: [{ id: id('rtbassoc', 'default'), main: true }],
      },
    ],
    'internet-gateway': [{ ...inVpc, id: gatewayId }],
    'network-acl': [
      {
        ...inVpc,
        id: id('acl', 'default'),
        isDefault: true,
        entries: defaultAclEntries(false),
        associations: vpc.subnets.map((subnet) => ({
          id: id('aclassoc', subnet.id),
          subnetId: subnet.id,
        })),
      },
    ],
    'security-group': [
      {
        ...inVpc,
        id: vpc.securityGroupId,
        name: 'default',
        description: 'default VPC security group',
        rules: [allFromItself(id('sgr', 'ingress'), vpc.securityGroupId), allEgress(id('sgr', 'egress'))],
      },
    ],
  };
}

/** The default subnet of a zone, but for its id. */
export function defaultSubnet(
  availabilityZone: string,
): Omit<SubnetRecord, keyof Realm | 'id' | 'createdAt' | 'tags' | 'vpcId'> {
  return {
    availabilityZone,
    isDefault: true,
    cidr: rangeInZone(awsRange, availabilityZone),
    ipv6Cidrs: [],
    mapPublicIp: true,
    assignIpv6: false,
    dns64: false,
    hostnameType: 'ip-name',
    nameRecordA: false,
    nameRecordAaaa: false,
  };
}

/**
 * The machine may use 172.31.0.0/16 otherwise, and then the network behind the default VPC has another range.
 * That is not known when rows are written and may change between runs: it is put in as they are read.
 */
export const inDefaultRange = {
  vpc:
    (range: () => string) =>
    (vpc: VpcRecord): VpcRecord => {
      const shown = range();
      const [primary, ...others] = vpc.cidrs;
      if (!vpc.isDefault || primary === undefined || primary.cidr === shown) return vpc;
      return { ...vpc, cidrs: [{ ...primary, cidr: shown }, ...others] };
    },
  subnet:
    (range: () => string) =>
    (subnet: SubnetRecord): SubnetRecord => {
      if (!subnet.isDefault) return subnet;
      const cidr = rangeInZone(range(), subnet.availabilityZone);
      return cidr === subnet.cidr ? subnet : { ...subnet, cidr };
    },
};

/** `us-east-1b` has the second /20. */
function rangeInZone(range: string, zone: string): string {
  const whole = parseCidr(range);
  if (whole === undefined) throw new Error(`the default VPC has no range: ${range}`);
  return formatCidr(subnetRange(whole, zone.charCodeAt(zone.length - 1) - 'a'.charCodeAt(0)));
}
