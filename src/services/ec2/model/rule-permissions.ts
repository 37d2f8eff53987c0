import type { IpPermission } from '../../../aws/contract/ec2.types.gen.ts';
import type { RuleRecord } from './records.ts';

/** The same rules as DescribeSecurityGroups shows them: those of one protocol and ports are one permission. */
export function permissionsOf(owner: string, rules: readonly RuleRecord[]): IpPermission[] {
  const permissions = new Map<string, Required<Pick<IpPermission, Peers>> & IpPermission>();
  for (const { protocol, from, to, peer, description } of rules) {
    const key = `${protocol} ${from} ${to}`;
    const permission = permissions.get(key) ?? {
      IpProtocol: protocol,
      FromPort: from,
      ToPort: to,
      UserIdGroupPairs: [],
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
    };
    permissions.set(key, permission);
    const Description = description;
    if ('cidrIpv4' in peer) permission.IpRanges.push({ CidrIp: peer.cidrIpv4, Description });
    else if ('cidrIpv6' in peer) permission.Ipv6Ranges.push({ CidrIpv6: peer.cidrIpv6, Description });
    else if ('prefixListId' in peer) {
      permission.PrefixListIds.push({ PrefixListId: peer.prefixListId, Description });
    } else permission.UserIdGroupPairs.push({ GroupId: peer.groupId, UserId: owner, Description });
  }
  return [...permissions.values()];
}

type Peers = 'UserIdGroupPairs' | 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds';
