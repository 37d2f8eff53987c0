import type { ArnScope } from '../../aws/arn.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import { defaultVpc, subnetRange } from './vpc.ts';
import type { GroupRule, VpcDirectory } from './vpc-directory.ts';

/** AWS's own range for a default VPC. */
const range = '172.31.0.0/16';

/** A default security group lets its own members in, and everything out. */
const rulesOf = (groupId: string): readonly GroupRule[] => [
  { direction: 'ingress', protocol: '-1', peer: { groupId } },
  { direction: 'egress', protocol: '-1', peer: { cidr: '0.0.0.0/0' } },
];

/** What there is of networks where nobody has made any: each account's and region's default VPC. */
export const defaultDirectory: VpcDirectory = {
  vpc: ({ account, region }, id) =>
    defaultVpc(account, region).id === id ? { id, isDefault: true, cidrs: [range] } : undefined,
  subnet: (scope, id) => subnetOfDefault(scope, id),
  group({ account, region }, id) {
    const vpc = defaultVpc(account, region);
    return vpc.securityGroupId === id ? { id, vpcId: vpc.id, rules: rulesOf(id) } : undefined;
  },
  defaultGroup({ account, region }, vpcId) {
    const vpc = defaultVpc(account, region);
    return vpc.id === vpcId ? vpc.securityGroupId : undefined;
  },
  // Nothing of it ever changes.
  onChange: () => ({ [Symbol.dispose]() {} }),
};

function subnetOfDefault({ account, region }: ArnScope, id: string): ReturnType<VpcDirectory['subnet']> {
  const vpc = defaultVpc(account, region);
  const subnet = vpc.subnets.find((each) => each.id === id);
  const vpcRange = parseCidr(range);
  if (subnet === undefined || vpcRange === undefined) return undefined;
  const cidr = formatCidr(subnetRange(vpcRange, subnet.index));
  return { id, vpcId: vpc.id, cidr, availabilityZone: subnet.availabilityZone, isDefault: true };
}
