import { profileAssociationNotFound } from '../errors.ts';
import { incorrectState } from '../errors-compute.ts';
import { describe } from '../model/describe.ts';
import { find } from '../model/find.ts';
import {
  newProfileAssociation,
  profileAssociationFilters,
  showProfileAssociation,
} from '../model/profile-associations.ts';
import type { InstanceRecord, ProfileAssociation } from '../model/records-compute.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const associateIamInstanceProfile: Ec2Operation<'AssociateIamInstanceProfile'> = (input, call) => {
  const instance = find(call, 'instance', input.InstanceId);
  if (instance.profile !== undefined) {
    throw incorrectState(`There is an existing association for instance ${instance.id}`);
  }
  return put(call, instance, newProfileAssociation(call, input.IamInstanceProfile));
};

export const replaceIamInstanceProfileAssociation: Ec2Operation<'ReplaceIamInstanceProfileAssociation'> = (
  input,
  call,
) => {
  const { instance } = findAssociation(call, input.AssociationId);
  return put(call, instance, newProfileAssociation(call, input.IamInstanceProfile));
};

function put(call: Ec2Call, instance: InstanceRecord, profile: ProfileAssociation) {
  call.tables.instance.put({ ...instance, profile });
  return { IamInstanceProfileAssociation: showProfileAssociation(instance, profile, 'associating') };
}

export const disassociateIamInstanceProfile: Ec2Operation<'DisassociateIamInstanceProfile'> = (
  { AssociationId },
  call,
) => {
  const { instance, profile } = findAssociation(call, AssociationId);
  call.tables.instance.put({ ...instance, profile: undefined });
  return { IamInstanceProfileAssociation: showProfileAssociation(instance, profile, 'disassociating') };
};

export const describeIamInstanceProfileAssociations: Ec2Operation<
  'DescribeIamInstanceProfileAssociations'
> = (input, call) => {
  const ids = input.AssociationIds;
  const rows = ids === undefined ? associations(call) : ids.map((id) => findAssociation(call, id));
  const { items, nextToken } = describe(rows, input, {
    filters: profileAssociationFilters,
    show: ({ instance, profile }) => showProfileAssociation(instance, profile),
    keyOf: ({ AssociationId }) => AssociationId,
  });
  return { IamInstanceProfileAssociations: items, NextToken: nextToken };
};

interface Association {
  readonly instance: InstanceRecord;
  readonly profile: ProfileAssociation;
}

const associations = (call: Ec2Call): Association[] =>
  call.tables.instance
    .list(call)
    .flatMap((instance) => (instance.profile === undefined ? [] : [{ instance, profile: instance.profile }]));

function findAssociation(call: Ec2Call, id: string): Association {
  const found = associations(call).find(({ profile }) => profile.id === id);
  if (found === undefined) throw profileAssociationNotFound(id);
  return found;
}
