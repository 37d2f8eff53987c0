import { missingParameter } from '../errors.ts';
import { invalidSubnetRange, subnetCidrAssociationNotFound } from '../errors-network.ts';
import { find } from '../model/find.ts';
import { newSubnetIpv6 } from '../model/subnet-ipv6.ts';
import { showSubnetIpv6 } from '../model/subnets.ts';
import type { Ec2Operation } from '../operation.ts';

export const modifySubnetAttribute: Ec2Operation<'ModifySubnetAttribute'> = (input, call) => {
  const subnet = find(call, 'subnet', input.SubnetId);
  const given = Object.keys(input).filter((name) => name !== 'SubnetId' && name !== 'DryRun');
  if (given.length === 0) throw missingParameter('attribute');
  if (input.AssignIpv6AddressOnCreation?.Value === true && subnet.ipv6Cidrs.length === 0) {
    throw invalidSubnetRange(subnet.id);
  }
  call.tables.subnet.put({
    ...subnet,
    mapPublicIp: input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIp,
    assignIpv6: input.AssignIpv6AddressOnCreation?.Value ?? subnet.assignIpv6,
    dns64: input.EnableDns64?.Value ?? subnet.dns64,
    hostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? subnet.hostnameType,
    nameRecordA: input.EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.nameRecordA,
    nameRecordAaaa: input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ?? subnet.nameRecordAaaa,
  });
  return {};
};

export const associateSubnetCidrBlock: Ec2Operation<'AssociateSubnetCidrBlock'> = (input, call) => {
  const subnet = find(call, 'subnet', input.SubnetId);
  if (input.Ipv6CidrBlock === undefined) throw missingParameter('ipv6CidrBlock');
  const added = newSubnetIpv6(call, find(call, 'vpc', subnet.vpcId), input.Ipv6CidrBlock);
  call.tables.subnet.put({ ...subnet, ipv6Cidrs: [...subnet.ipv6Cidrs, added] });
  return {
    SubnetId: subnet.id,
    Ipv6CidrBlockAssociation: { ...showSubnetIpv6(added), Ipv6CidrBlockState: { State: 'associating' } },
  };
};

export const disassociateSubnetCidrBlock: Ec2Operation<'DisassociateSubnetCidrBlock'> = (input, call) => {
  const { AssociationId } = input;
  for (const subnet of call.tables.subnet.list(call)) {
    const removed = subnet.ipv6Cidrs.find(({ id }) => id === AssociationId);
    if (removed === undefined) continue;
    call.tables.subnet.put({ ...subnet, ipv6Cidrs: subnet.ipv6Cidrs.filter((each) => each !== removed) });
    const shown = showSubnetIpv6(removed);
    return {
      SubnetId: subnet.id,
      Ipv6CidrBlockAssociation: { ...shown, Ipv6CidrBlockState: { State: 'disassociating' } },
    };
  }
  throw subnetCidrAssociationNotFound(AssociationId);
};
