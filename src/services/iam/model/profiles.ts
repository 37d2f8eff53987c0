import type { InstanceProfile } from '../../../aws/contract/iam.types.gen.ts';
import { noSuchProfile } from '../errors.ts';
import type { IamCall } from '../operation.ts';
import { entityArn } from './names.ts';
import { listedRole } from './roles.ts';
import type { ProfileRecord } from './tables.ts';

export function findProfile({ tables, account }: IamCall, name: string): ProfileRecord {
  const profile = tables.profiles.get(account, name);
  if (profile === undefined) throw noSuchProfile(name);
  return profile;
}

export function describeProfile(call: IamCall, profile: ProfileRecord): InstanceProfile {
  const { account, tables } = call;
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.uniqueId,
    Arn: entityArn(call, 'instance-profile', profile),
    CreateDate: profile.createdAt,
    Roles: profile.roles.flatMap((name) => {
      const role = tables.roles.get(account, name);
      return role === undefined ? [] : [listedRole(call, role)];
    }),
    ...(profile.tags.length > 0 && { Tags: [...profile.tags] }),
  };
}
