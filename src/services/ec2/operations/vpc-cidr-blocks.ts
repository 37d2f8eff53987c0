import { missingParameter, notPermitted } from '../errors.ts';
import { cidrAssociationNotFound, cidrConflict, cidrInUse, tooManyCidrs } from '../errors-network.ts';
import { isWithin, overlap, rangeOf } from '../model/cidrs.ts';
import { find, idOf } from '../model/find.ts';
import { ipv6Of, ipv6Within, newIpv6Range } from '../model/ipv6.ts';
import { showCidr, showIpv6Cidr, vpcRangeOf } from '../model/vpcs.ts';
import type { Ec2Operation } from '../operation.ts';

/** AWS's quota for either family, as it is until somebody asks for more. */
const most = 5;

export const associateVpcCidrBlock: Ec2Operation<'AssociateVpcCidrBlock'> = (input, call) => {
  const vpc = find(call, 'vpc', input.VpcId);
  const id = idOf(call, 'vpc-cidr-assoc');
  if (input.AmazonProvidedIpv6CidrBlock === true) {
    if (vpc.ipv6Cidrs.length >= most) throw tooManyCidrs(vpc.id, most);
    const added = { id, cidr: newIpv6Range(call.ids) };
    call.tables.vpc.put({ ...vpc, ipv6Cidrs: [...vpc.ipv6Cidrs, added] });
    const shown = showIpv6Cidr(vpc, added);
    return {
      VpcId: vpc.id,
      Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: 'associating' } },
    };
  }
  if (input.CidrBlock === undefined) throw missingParameter('cidrBlock');
  const cidr = vpcRangeOf(input.CidrBlock);
  if (vpc.cidrs.some((each) => overlap(each.cidr, cidr))) throw cidrConflict(input.CidrBlock);
  if (vpc.cidrs.length >= most) throw tooManyCidrs(vpc.id, most);
  const added = { id, cidr };
  call.tables.vpc.put({ ...vpc, cidrs: [...vpc.cidrs, added] });
  return {
    VpcId: vpc.id,
    CidrBlockAssociation: { ...showCidr(added), CidrBlockState: { State: 'associating' } },
  };
};

export const disassociateVpcCidrBlock: Ec2Operation<'DisassociateVpcCidrBlock'> = (input, call) => {
  const { AssociationId } = input;
  const vpc = call.tables.vpc
    .list(call)
    .find(({ cidrs, ipv6Cidrs }) => [...cidrs, ...ipv6Cidrs].some(({ id }) => id === AssociationId));
  if (vpc === undefined) throw cidrAssociationNotFound(AssociationId);
  if (vpc.cidrs[0]?.id === AssociationId) {
    throw notPermitted(
      `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  }
  const subnets = call.tables.subnet.listIn(call, vpc.id);
  const ipv6 = vpc.ipv6Cidrs.find(({ id }) => id === AssociationId);
  if (ipv6 !== undefined) {
    const ranges = subnets.flatMap((subnet) => subnet.ipv6Cidrs);
    if (ranges.some(({ cidr }) => ipv6Within(ipv6Of(cidr, 'ipv6CidrBlock'), ipv6.cidr)))
      throw cidrInUse(ipv6.cidr);
    call.tables.vpc.put({ ...vpc, ipv6Cidrs: vpc.ipv6Cidrs.filter((each) => each !== ipv6) });
    const shown = showIpv6Cidr(vpc, ipv6);
    return {
      VpcId: vpc.id,
      Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: 'disassociating' } },
    };
  }
  const removed = vpc.cidrs.find(({ id }) => id === AssociationId);
  if (removed === undefined) throw cidrAssociationNotFound(AssociationId);
  if (subnets.some(({ cidr }) => isWithin(rangeOf(cidr, 'cidrBlock'), removed.cidr)))
    throw cidrInUse(removed.cidr);
  call.tables.vpc.put({ ...vpc, cidrs: vpc.cidrs.filter((each) => each !== removed) });
  return {
    VpcId: vpc.id,
    CidrBlockAssociation: { ...showCidr(removed), CidrBlockState: { State: 'disassociating' } },
  };
};
