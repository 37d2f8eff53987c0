import { page } from '../model/page.ts';
import { findPolicy } from '../model/policies.ts';
import type { PolicyHolder } from '../model/tables.ts';
import type { IamOperation } from '../operation.ts';

type Holder = PolicyHolder & { readonly boundary?: string };

/** Groups, users and roles in one list of pages, each kind by name. */
export const listEntitiesForPolicy: IamOperation<'ListEntitiesForPolicy'> = (input, call) => {
  const { EntityFilter, PathPrefix, PolicyArn, PolicyUsageFilter } = input;
  const { tables, account } = call;
  findPolicy(call, PolicyArn);
  const isUsing = ({ attached, boundary }: Holder): boolean =>
    (PolicyUsageFilter !== 'PermissionsBoundary' && attached.includes(PolicyArn)) ||
    (PolicyUsageFilter !== 'PermissionsPolicy' && boundary === PolicyArn);
  const of = (kind: 'Group' | 'User' | 'Role', list: () => readonly Holder[]) =>
    EntityFilter === undefined || EntityFilter === kind
      ? list()
          .filter(isUsing)
          .map((holder) => ({ kind, holder }))
      : [];
  const found = [
    ...of('Group', () => tables.groups.list(account, PathPrefix)),
    ...of('User', () => tables.users.list(account, PathPrefix)),
    ...of('Role', () => tables.roles.list(account, PathPrefix)),
  ];
  const query = ['entities', PolicyArn, EntityFilter, PathPrefix, PolicyUsageFilter];
  const { items, more } = page(found, ({ kind, holder }) => `${kind}/${holder.name}`, input, query);
  const ofKind = (wanted: string): readonly PolicyHolder[] =>
    items.flatMap(({ kind, holder }) => (kind === wanted ? [holder] : []));
  return {
    PolicyGroups: ofKind('Group').map(({ name, uniqueId }) => ({ GroupName: name, GroupId: uniqueId })),
    PolicyUsers: ofKind('User').map(({ name, uniqueId }) => ({ UserName: name, UserId: uniqueId })),
    PolicyRoles: ofKind('Role').map(({ name, uniqueId }) => ({ RoleName: name, RoleId: uniqueId })),
    ...more,
  };
};
