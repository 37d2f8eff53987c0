import { noSuchGroup, noSuchUser } from '../errors.ts';
import type { IamCall } from '../operation.ts';
import { changeableRole, findRole } from './roles.ts';
import type { GroupRecord, PolicyHolder, UserRecord } from './tables.ts';

export function findUser({ tables, account }: IamCall, name: string): UserRecord {
  const user = tables.users.get(account, name);
  if (user === undefined) throw noSuchUser(name);
  return user;
}

export function findGroup({ tables, account }: IamCall, name: string): GroupRecord {
  const group = tables.groups.get(account, name);
  if (group === undefined) throw noSuchGroup(name);
  return group;
}

/** The kinds of entities that policies hang on, and what differs between them. */
export interface HolderKind {
  readonly kind: 'role' | 'user' | 'group';
  /** Most characters of all inline policies together, without blanks. */
  readonly mostInline: number;
  find(call: IamCall, name: string): PolicyHolder;
  /** Throws for one that only AWS may change. */
  change(call: IamCall, name: string, edit: (holder: PolicyHolder) => Partial<PolicyHolder>): void;
}

export const roleHolder: HolderKind = {
  kind: 'role',
  mostInline: 10_240,
  find: findRole,
  change(call, name, edit) {
    const role = changeableRole(call, name);
    call.tables.roles.put({ ...role, ...edit(role) });
  },
};

export const userHolder: HolderKind = {
  kind: 'user',
  mostInline: 2048,
  find: findUser,
  change(call, name, edit) {
    const user = findUser(call, name);
    call.tables.users.put({ ...user, ...edit(user) });
  },
};

export const groupHolder: HolderKind = {
  kind: 'group',
  mostInline: 5120,
  find: findGroup,
  change(call, name, edit) {
    const group = findGroup(call, name);
    call.tables.groups.put({ ...group, ...edit(group) });
  },
};
