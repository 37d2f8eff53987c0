import type {
  AttachedPolicy,
  GroupDetail,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '../../../aws/contract/iam.types.gen.ts';
import { encodeDocument, entityArn } from '../model/names.ts';
import { page } from '../model/page.ts';
import { countUses, listedPolicy, listPolicies, policyNamed, type PolicyUses } from '../model/policies.ts';
import { describeProfile } from '../model/profiles.ts';
import { describeRole } from '../model/roles.ts';
import type { GroupRecord, PolicyHolder, PolicyRecord, RoleRecord, UserRecord } from '../model/tables.ts';
import { describeGroup, describeUser } from '../model/users.ts';
import type { IamCall, IamOperation } from '../operation.ts';

type Found =
  | { readonly kind: 'User'; readonly entity: UserRecord }
  | { readonly kind: 'Group'; readonly entity: GroupRecord }
  | { readonly kind: 'Role'; readonly entity: RoleRecord }
  | { readonly kind: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly entity: PolicyRecord };

/** All that there is, with its policies, in one list of pages; of AWS's policies those that are attached. */
export const getAccountAuthorizationDetails: IamOperation<'GetAccountAuthorizationDetails'> = (
  input,
  call,
) => {
  const { tables, account } = call;
  const uses = countUses(call);
  const isUsed = (policy: PolicyRecord): boolean => {
    const arn = entityArn(call, 'policy', policy);
    return uses.attached.has(arn) || uses.boundaries.has(arn);
  };
  const all: readonly Found[] = [
    ...tables.users.list(account).map((entity) => ({ kind: 'User', entity }) as const),
    ...tables.groups.list(account).map((entity) => ({ kind: 'Group', entity }) as const),
    ...tables.roles.list(account).map((entity) => ({ kind: 'Role', entity }) as const),
    ...listPolicies(call, 'Local').map((entity) => ({ kind: 'LocalManagedPolicy', entity }) as const),
    ...listPolicies(call, 'AWS')
      .filter(isUsed)
      .map((entity) => ({ kind: 'AWSManagedPolicy', entity }) as const),
  ];
  const { Filter: wanted = [] } = input;
  const found = wanted.length === 0 ? all : all.filter(({ kind }) => wanted.includes(kind));
  const key = ({ kind, entity }: Found): string => `${kind}/${entity.name}`;
  const { items, more } = page(found, key, input, ['details', wanted]);
  return {
    UserDetailList: items.flatMap((item) => (item.kind === 'User' ? [user(call, item.entity)] : [])),
    GroupDetailList: items.flatMap((item) => (item.kind === 'Group' ? [group(call, item.entity)] : [])),
    RoleDetailList: items.flatMap((item) => (item.kind === 'Role' ? [role(call, item.entity)] : [])),
    Policies: items.flatMap((item) =>
      item.kind === 'LocalManagedPolicy' || item.kind === 'AWSManagedPolicy'
        ? [managed(call, item.entity, uses)]
        : [],
    ),
    ...more,
  };
};

const user = (call: IamCall, record: UserRecord): UserDetail => ({
  ...describeUser(call, record),
  UserPolicyList: inline(record),
  GroupList: [...record.groups],
  AttachedManagedPolicies: attached(call, record),
});

const group = (call: IamCall, record: GroupRecord): GroupDetail => ({
  ...describeGroup(call, record),
  GroupPolicyList: inline(record),
  AttachedManagedPolicies: attached(call, record),
});

function role(call: IamCall, record: RoleRecord): RoleDetail {
  const { Description: _, MaxSessionDuration: __, ...told } = describeRole(call, record);
  const profiles = call.tables.profiles.list(call.account).filter(({ roles }) => roles.includes(record.name));
  return {
    ...told,
    RolePolicyList: inline(record),
    AttachedManagedPolicies: attached(call, record),
    InstanceProfileList: profiles.map((profile) => describeProfile(call, profile)),
    RoleLastUsed: {},
  };
}

const managed = (call: IamCall, record: PolicyRecord, uses: PolicyUses): ManagedPolicyDetail => ({
  ...listedPolicy(call, record, uses),
  ...(record.description !== undefined && { Description: record.description }),
  PolicyVersionList: record.versions.toReversed().map(({ id, document, createdAt }) => ({
    Document: encodeDocument(document),
    VersionId: id,
    IsDefaultVersion: id === record.defaultVersion,
    CreateDate: createdAt,
  })),
});

const inline = (holder: PolicyHolder): PolicyDetail[] =>
  Object.entries(holder.inline).map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: encodeDocument(document),
  }));

const attached = (call: IamCall, holder: PolicyHolder): AttachedPolicy[] =>
  holder.attached.flatMap((PolicyArn) => {
    const policy = policyNamed(call, PolicyArn);
    return policy === undefined ? [] : [{ PolicyName: policy.name, PolicyArn }];
  });
