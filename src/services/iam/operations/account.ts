import { aliasTaken, noSuchAlias } from '../errors.ts';
import { page } from '../model/page.ts';
import { awsPolicies } from '../model/aws-policies.ts';
import { countUses, policyArn } from '../model/policies.ts';
import type { PolicyRecord } from '../model/tables.ts';
import type { IamOperation } from '../operation.ts';

/** An account has one alias; another one takes its place. */
export const createAccountAlias: IamOperation<'CreateAccountAlias'> = ({ AccountAlias: name }, call) => {
  const { account, now, tables } = call;
  const owner = tables.aliases.owner(name);
  if (owner !== undefined && owner !== account) throw aliasTaken(name);
  for (const alias of tables.aliases.list(account)) tables.aliases.delete(account, alias.name);
  tables.aliases.put({ account, name, path: '/', uniqueId: name, createdAt: now, tags: [] });
  return {};
};

export const listAccountAliases: IamOperation<'ListAccountAliases'> = (input, call) => {
  const names = call.tables.aliases.list(call.account).map(({ name }) => name);
  const { items, more } = page(names, (name) => name, input, ['aliases']);
  return { AccountAliases: items, ...more };
};

export const deleteAccountAlias: IamOperation<'DeleteAccountAlias'> = ({ AccountAlias: name }, call) => {
  const { account, tables } = call;
  if (tables.aliases.get(account, name) === undefined) throw noSuchAlias(name);
  tables.aliases.delete(account, name);
  return {};
};

/** What there is, beside the quotas of a new account. */
export const getAccountSummary: IamOperation<'GetAccountSummary'> = (_input, call) => {
  const { account, tables } = call;
  const policies = tables.policies.list(account);
  const { attached } = countUses(call);
  const isUsed = (policy: PolicyRecord): boolean => attached.has(policyArn(call, policy));
  return {
    SummaryMap: {
      Users: tables.users.list(account).length,
      Groups: tables.groups.list(account).length,
      Roles: tables.roles.list(account).length,
      InstanceProfiles: tables.profiles.list(account).length,
      Policies: policies.length,
      PolicyVersionsInUse: policies.length + awsPolicies().filter(isUsed).length,
      Providers: tables.oidcProviders.list(account).length,
      ServerCertificates: 0,
      MFADevices: 0,
      MFADevicesInUse: 0,
      AccountMFAEnabled: 0,
      AccountAccessKeysPresent: 0,
      AccountPasswordPresent: 1,
      AccountSigningCertificatesPresent: 0,
      GlobalEndpointTokenVersion: 1,
      ...quotas,
    },
  };
};

const quotas = {
  UsersQuota: 5000,
  GroupsQuota: 300,
  RolesQuota: 1000,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  VersionsPerPolicyQuota: 5,
  AttachedPoliciesPerUserQuota: 10,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  UserPolicySizeQuota: 2048,
  GroupPolicySizeQuota: 5120,
  RolePolicySizeQuota: 10_240,
  AssumeRolePolicySizeQuota: 2048,
  GroupsPerUserQuota: 10,
  AccessKeysPerUserQuota: 2,
  SigningCertificatesPerUserQuota: 2,
  ServerCertificatesQuota: 20,
};
