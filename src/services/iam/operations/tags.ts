import type { Tag } from '../../../aws/contract/iam.types.gen.ts';
import { page } from '../model/page.ts';
import { changeablePolicy, findPolicy } from '../model/policies.ts';
import { findUser } from '../model/holders.ts';
import { findProfile } from '../model/profiles.ts';
import { findRole } from '../model/roles.ts';
import { mergeTags, withoutTags } from '../model/tags.ts';
import type { IamOperation } from '../operation.ts';

/** Tags of users, roles, policies and instance profiles: the same three operations for each. */

export const tagUser: IamOperation<'TagUser'> = (input, call) => {
  const user = findUser(call, input.UserName);
  call.tables.users.put({ ...user, tags: mergeTags(user.tags, input.Tags) });
  return {};
};

export const untagUser: IamOperation<'UntagUser'> = (input, call) => {
  const user = findUser(call, input.UserName);
  call.tables.users.put({ ...user, tags: withoutTags(user.tags, input.TagKeys) });
  return {};
};

export const listUserTags: IamOperation<'ListUserTags'> = (input, call) =>
  pageOfTags(findUser(call, input.UserName).tags, input, ['user', input.UserName]);

export const tagRole: IamOperation<'TagRole'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  call.tables.roles.put({ ...role, tags: mergeTags(role.tags, input.Tags) });
  return {};
};

export const untagRole: IamOperation<'UntagRole'> = (input, call) => {
  const role = findRole(call, input.RoleName);
  call.tables.roles.put({ ...role, tags: withoutTags(role.tags, input.TagKeys) });
  return {};
};

export const listRoleTags: IamOperation<'ListRoleTags'> = (input, call) =>
  pageOfTags(findRole(call, input.RoleName).tags, input, ['role', input.RoleName]);

export const tagPolicy: IamOperation<'TagPolicy'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  call.tables.policies.put({ ...policy, tags: mergeTags(policy.tags, input.Tags) });
  return {};
};

export const untagPolicy: IamOperation<'UntagPolicy'> = (input, call) => {
  const policy = changeablePolicy(call, input.PolicyArn);
  call.tables.policies.put({ ...policy, tags: withoutTags(policy.tags, input.TagKeys) });
  return {};
};

export const listPolicyTags: IamOperation<'ListPolicyTags'> = (input, call) =>
  pageOfTags(findPolicy(call, input.PolicyArn).tags, input, ['policy', input.PolicyArn]);

export const tagInstanceProfile: IamOperation<'TagInstanceProfile'> = (input, call) => {
  const profile = findProfile(call, input.InstanceProfileName);
  call.tables.profiles.put({ ...profile, tags: mergeTags(profile.tags, input.Tags) });
  return {};
};

export const untagInstanceProfile: IamOperation<'UntagInstanceProfile'> = (input, call) => {
  const profile = findProfile(call, input.InstanceProfileName);
  call.tables.profiles.put({ ...profile, tags: withoutTags(profile.tags, input.TagKeys) });
  return {};
};

export const listInstanceProfileTags: IamOperation<'ListInstanceProfileTags'> = (input, call) => {
  const { tags, name } = findProfile(call, input.InstanceProfileName);
  return pageOfTags(tags, input, ['instance-profile', name]);
};

function pageOfTags(
  tags: readonly Tag[],
  asked: { readonly Marker?: string; readonly MaxItems?: number },
  query: unknown,
): { Tags: Tag[]; IsTruncated: boolean; Marker?: string } {
  const { items, more } = page(tags, ({ Key }) => Key, asked, ['tags', query]);
  return { Tags: items, ...more };
}
