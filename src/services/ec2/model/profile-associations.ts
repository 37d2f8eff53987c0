import type {
  IamInstanceProfileAssociation,
  IamInstanceProfileSpecification,
} from '../../../aws/contract/ec2.types.gen.ts';
import { badValue, combination, missingParameter } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable } from './filters.ts';
import { idOf } from './find.ts';
import type { InstanceRecord, ProfileAssociation } from './records-compute.ts';

export const profileAssociationFilters: FilterTable = byMember('instance-id state');

/** The instance profile is IAM's: it must be there. */
export function newProfileAssociation(
  call: Ec2Call,
  { Arn, Name }: IamInstanceProfileSpecification,
): ProfileAssociation {
  if (Arn !== undefined && Name !== undefined) {
    throw combination(
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  }
  const name = Name ?? Arn?.split('/').at(-1);
  if (name === undefined) throw missingParameter('iamInstanceProfile.name');
  const profile = call.instanceProfiles.find(call, name);
  if (profile === undefined || (Arn !== undefined && profile.arn !== Arn)) {
    throw Arn === undefined
      ? badValue(name, 'iamInstanceProfile.name', 'Invalid IAM Instance Profile name')
      : badValue(Arn, 'iamInstanceProfile.arn', 'Invalid IAM Instance Profile ARN');
  }
  return { id: idOf(call, 'iip-assoc'), arn: profile.arn, profileId: profile.id, since: call.now };
}

export const showProfileAssociation = (
  { id }: InstanceRecord,
  profile: ProfileAssociation,
  State: IamInstanceProfileAssociation['State'] = 'associated',
): IamInstanceProfileAssociation => ({
  AssociationId: profile.id,
  InstanceId: id,
  IamInstanceProfile: { Arn: profile.arn, Id: profile.profileId },
  State,
  Timestamp: profile.since / 1000,
});
