import { groupExists, hasInlinePolicies, hasMembers, hasPolicies, tooManyGroups } from '../errors.ts';
import { findGroup, findUser } from '../model/holders.ts';
import { newUniqueId } from '../model/names.ts';
import { page } from '../model/page.ts';
import type { GroupRecord, UserRecord } from '../model/tables.ts';
import { describeGroup, listedUser } from '../model/users.ts';
import type { IamCall, IamOperation } from '../operation.ts';

const MOST_PER_USER = 10;

export const createGroup: IamOperation<'CreateGroup'> = (input, call) => {
  const { account, now, tables } = call;
  if (tables.groups.get(account, input.GroupName) !== undefined) throw groupExists(input.GroupName);
  const group: GroupRecord = {
    account,
    name: input.GroupName,
    path: input.Path ?? '/',
    uniqueId: newUniqueId(call, 'group'),
    createdAt: now,
    tags: [],
    inline: {},
    attached: [],
  };
  tables.groups.put(group);
  return { Group: describeGroup(call, group) };
};

/** The group and a page of its members. */
export const getGroup: IamOperation<'GetGroup'> = (input, call) => {
  const group = findGroup(call, input.GroupName);
  const { items, more } = page(membersOf(call, group), ({ name }) => name, input, ['group', group.name]);
  return { Group: describeGroup(call, group), Users: items.map((user) => listedUser(call, user)), ...more };
};

export const listGroups: IamOperation<'ListGroups'> = (input, call) => {
  const groups = call.tables.groups.list(call.account, input.PathPrefix);
  const { items, more } = page(groups, ({ name }) => name, input, ['groups', input.PathPrefix]);
  return { Groups: items.map((group) => describeGroup(call, group)), ...more };
};

export const listGroupsForUser: IamOperation<'ListGroupsForUser'> = (input, call) => {
  const user = findUser(call, input.UserName);
  const groups = user.groups.flatMap((name) => call.tables.groups.get(call.account, name) ?? []);
  const { items, more } = page(groups, ({ name }) => name, input, ['groups-for-user', user.name]);
  return { Groups: items.map((group) => describeGroup(call, group)), ...more };
};

export const addUserToGroup: IamOperation<'AddUserToGroup'> = (input, call) => {
  const group = findGroup(call, input.GroupName);
  const user = findUser(call, input.UserName);
  if (user.groups.includes(group.name)) return {};
  if (user.groups.length >= MOST_PER_USER) throw tooManyGroups();
  call.tables.users.put({ ...user, groups: [...user.groups, group.name] });
  return {};
};

export const removeUserFromGroup: IamOperation<'RemoveUserFromGroup'> = (input, call) => {
  const group = findGroup(call, input.GroupName);
  leave(call, findUser(call, input.UserName), group.name);
  return {};
};

export const updateGroup: IamOperation<'UpdateGroup'> = (input, call) => {
  const { account, tables } = call;
  const group = findGroup(call, input.GroupName);
  const { NewGroupName: name = group.name, NewPath: path = group.path } = input;
  const isOther = name.toLowerCase() !== group.name.toLowerCase();
  if (isOther && tables.groups.get(account, name) !== undefined) throw groupExists(name);
  if (isOther) tables.groups.delete(account, group.name);
  tables.groups.put({ ...group, name, path });
  for (const user of membersOf(call, group)) {
    const groups = user.groups.map((member) => (member === group.name ? name : member));
    tables.users.put({ ...user, groups });
  }
  return {};
};

/** A group goes only when it is empty and nothing hangs on it any more. */
export const deleteGroup: IamOperation<'DeleteGroup'> = (input, call) => {
  const group = findGroup(call, input.GroupName);
  if (membersOf(call, group).length > 0) throw hasMembers();
  if (group.attached.length > 0) throw hasPolicies();
  if (Object.keys(group.inline).length > 0) throw hasInlinePolicies();
  call.tables.groups.delete(call.account, group.name);
  return {};
};

const membersOf = ({ tables, account }: IamCall, { name }: GroupRecord): readonly UserRecord[] =>
  tables.users.list(account).filter(({ groups }) => groups.includes(name));

function leave({ tables }: IamCall, user: UserRecord, group: string): void {
  tables.users.put({ ...user, groups: user.groups.filter((name) => name !== group) });
}
