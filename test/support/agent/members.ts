import { type Cidr, parseCidr } from '../../../src/agent/network/cidr.ts';
import type { Member, MemberVpc } from '../../../src/agent/security-groups/member.ts';

export function cidr(text: string): Cidr {
  const range = parseCidr(text);
  if (range === undefined) throw new Error(`${text} is no range`);
  return range;
}

const own = cidr('10.77.0.0/16');

/** A task at `10.77.3.N`, or where else its VPC is said to be. */
export function aMember(last: number, groups: readonly string[], vpc: Partial<MemberVpc> = {}): Member {
  return {
    taskArn: `arn:${last}`,
    scope: { partition: 'aws', account: '000000000000', region: 'us-east-1' },
    groups,
    address: `10.77.3.${last}`,
    sandboxId: `sandbox-${last}`,
    vpc: { own, range: own, isDefault: false, ...vpc },
  };
}
