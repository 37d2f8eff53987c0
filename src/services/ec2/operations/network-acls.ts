import { associationNotFound, hasDependencies, invalidParameter } from '../errors.ts';
import { differentNetworks } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { find, findAll, idOf, newId } from '../model/find.ts';
import { newAclEntries } from '../model/network-acl-entries.ts';
import { networkAclFilters, showNetworkAcl } from '../model/network-acls.ts';
import type { NetworkAclRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

export const createNetworkAcl: Ec2Operation<'CreateNetworkAcl'> = (input, call) => {
  const { account, region, now } = call;
  const vpc = find(call, 'vpc', input.VpcId);
  const acl: NetworkAclRecord = {
    account,
    region,
    id: newId(call, 'network-acl'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'network-acl'),
    vpcId: vpc.id,
    isDefault: false,
    entries: newAclEntries(vpc.ipv6Cidrs.length > 0),
    associations: [],
  };
  call.tables['network-acl'].put(acl);
  return { NetworkAcl: showNetworkAcl(acl), ClientToken: input.ClientToken };
};

export const describeNetworkAcls: Ec2Operation<'DescribeNetworkAcls'> = (input, call) => {
  const ids = input.NetworkAclIds;
  const rows = ids === undefined ? call.tables['network-acl'].list(call) : findAll(call, 'network-acl', ids);
  const { items, nextToken } = describe(rows, input, {
    filters: networkAclFilters,
    show: showNetworkAcl,
    keyOf: ({ NetworkAclId }) => NetworkAclId,
  });
  return { NetworkAcls: items, NextToken: nextToken };
};

export const deleteNetworkAcl: Ec2Operation<'DeleteNetworkAcl'> = ({ NetworkAclId }, call) => {
  const acl = find(call, 'network-acl', NetworkAclId);
  if (acl.isDefault) throw invalidParameter(`cannot delete default network ACL ${acl.id}`);
  if (acl.associations.length > 0) throw hasDependencies('networkAcl', acl.id);
  call.tables['network-acl'].delete(acl);
  return {};
};

/** Gives a subnet another ACL: the association of before is told by its id. */
export const replaceNetworkAclAssociation: Ec2Operation<'ReplaceNetworkAclAssociation'> = (input, call) => {
  const table = call.tables['network-acl'];
  const from = table
    .list(call)
    .find(({ associations }) => associations.some(({ id }) => id === input.AssociationId));
  const association = from?.associations.find(({ id }) => id === input.AssociationId);
  if (from === undefined || association === undefined) throw associationNotFound(input.AssociationId);
  const to = find(call, 'network-acl', input.NetworkAclId);
  if (to.vpcId !== from.vpcId)
    throw differentNetworks(`network acl ${to.id}`, `subnet ${association.subnetId}`);
  const moved = { ...association, id: idOf(call, 'aclassoc') };
  const left = { ...from, associations: from.associations.filter((each) => each !== association) };
  table.put(left);
  const target = to.id === from.id ? left : to;
  table.put({ ...target, associations: [...target.associations, moved] });
  return { NewAssociationId: moved.id };
};
