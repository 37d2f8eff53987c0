import { invalidSubnetRange, subnetConflict } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { idOf } from './find.ts';
import { ipv6Of, ipv6Overlap, ipv6Within } from './ipv6.ts';
import type { CidrAssociation, VpcRecord } from './records.ts';

/** A range of IPv6 for a subnet: a /44 to /64 in steps of four, within one that the VPC has. */
export function newSubnetIpv6(call: Ec2Call, vpc: VpcRecord, text: string): CidrAssociation {
  const range = ipv6Of(text, 'ipv6CidrBlock');
  const isSize = range.bits >= 44 && range.bits <= 64 && range.bits % 4 === 0;
  if (!isSize || !vpc.ipv6Cidrs.some(({ cidr }) => ipv6Within(range, cidr))) throw invalidSubnetRange(text);
  const others = call.tables.subnet.listIn(call, vpc.id).flatMap(({ ipv6Cidrs }) => ipv6Cidrs);
  if (others.some(({ cidr }) => ipv6Overlap(range, cidr))) throw subnetConflict(text);
  return { id: idOf(call, 'subnet-cidr-assoc'), cidr: text };
}
