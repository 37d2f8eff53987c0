import { profileExists, profileIsFull, roleHasProfiles, roleNotInProfile } from '../errors.ts';
import { newUniqueId } from '../model/names.ts';
import { page } from '../model/page.ts';
import { describeProfile, findProfile } from '../model/profiles.ts';
import { changeableRole, findRole } from '../model/roles.ts';
import type { ProfileRecord } from '../model/tables.ts';
import { newTags } from '../model/tags.ts';
import type { IamOperation } from '../operation.ts';

export const createInstanceProfile: IamOperation<'CreateInstanceProfile'> = (input, call) => {
  const { account, now, tables } = call;
  const { InstanceProfileName: name } = input;
  if (tables.profiles.get(account, name) !== undefined) throw profileExists(name);
  const profile: ProfileRecord = {
    account,
    name,
    path: input.Path ?? '/',
    uniqueId: newUniqueId(call, 'instance-profile'),
    createdAt: now,
    tags: newTags(input.Tags),
    roles: [],
  };
  tables.profiles.put(profile);
  return { InstanceProfile: describeProfile(call, profile) };
};

export const getInstanceProfile: IamOperation<'GetInstanceProfile'> = (input, call) => ({
  InstanceProfile: describeProfile(call, findProfile(call, input.InstanceProfileName)),
});

export const listInstanceProfiles: IamOperation<'ListInstanceProfiles'> = (input, call) => {
  const profiles = call.tables.profiles.list(call.account, input.PathPrefix);
  const { items, more } = page(profiles, ({ name }) => name, input, ['profiles', input.PathPrefix]);
  return { InstanceProfiles: items.map((profile) => describeProfile(call, profile)), ...more };
};

export const listInstanceProfilesForRole: IamOperation<'ListInstanceProfilesForRole'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  const profiles = call.tables.profiles.list(call.account).filter(({ roles }) => roles.includes(role.name));
  const { items, more } = page(profiles, ({ name }) => name, input, ['profiles-for-role', role.name]);
  return { InstanceProfiles: items.map((profile) => describeProfile(call, profile)), ...more };
};

/** A profile holds one role at most. */
export const addRoleToInstanceProfile: IamOperation<'AddRoleToInstanceProfile'> = (input, call) => {
  const profile = findProfile(call, input.InstanceProfileName);
  const role = changeableRole(call, input.RoleName);
  if (profile.roles.length > 0) throw profileIsFull();
  call.tables.profiles.put({ ...profile, roles: [role.name] });
  return {};
};

export const removeRoleFromInstanceProfile: IamOperation<'RemoveRoleFromInstanceProfile'> = (input, call) => {
  const profile = findProfile(call, input.InstanceProfileName);
  const role = findRole(call, input.RoleName);
  if (!profile.roles.includes(role.name)) throw roleNotInProfile(role.name, profile.name);
  call.tables.profiles.put({ ...profile, roles: [] });
  return {};
};

export const deleteInstanceProfile: IamOperation<'DeleteInstanceProfile'> = (input, call) => {
  const profile = findProfile(call, input.InstanceProfileName);
  if (profile.roles.length > 0) throw roleHasProfiles();
  call.tables.profiles.delete(call.account, profile.name);
  return {};
};
