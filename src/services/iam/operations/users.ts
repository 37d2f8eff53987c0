import {
  hasAccessKeys,
  hasInlinePolicies,
  hasMembers,
  hasPolicies,
  noUserBoundary,
  userExists,
} from '../errors.ts';
import { findUser } from '../model/holders.ts';
import { newUniqueId } from '../model/names.ts';
import { page } from '../model/page.ts';
import { attachablePolicy } from '../model/policies.ts';
import type { UserRecord } from '../model/tables.ts';
import { newTags } from '../model/tags.ts';
import { describeRoot, describeUser, listedUser, userOrCaller } from '../model/users.ts';
import type { IamOperation } from '../operation.ts';

export const createUser: IamOperation<'CreateUser'> = (input, call) => {
  const { account, now, tables } = call;
  const { PermissionsBoundary, UserName } = input;
  if (tables.users.get(account, UserName) !== undefined) throw userExists(UserName);
  if (PermissionsBoundary !== undefined) attachablePolicy(call, PermissionsBoundary);
  const user: UserRecord = {
    account,
    name: UserName,
    path: input.Path ?? '/',
    uniqueId: newUniqueId(call, 'user'),
    createdAt: now,
    tags: newTags(input.Tags),
    ...(PermissionsBoundary !== undefined && { boundary: PermissionsBoundary }),
    inline: {},
    attached: [],
    groups: [],
    keys: [],
  };
  tables.users.put(user);
  return { User: describeUser(call, user) };
};

/** Without a name it tells of the caller. */
export const getUser: IamOperation<'GetUser'> = (input, call) => {
  if (input.UserName === undefined && call.principalArn.endsWith(':root'))
    return { User: describeRoot(call) };
  return { User: describeUser(call, userOrCaller(call, input.UserName)) };
};

export const listUsers: IamOperation<'ListUsers'> = (input, call) => {
  const users = call.tables.users.list(call.account, input.PathPrefix);
  const { items, more } = page(users, ({ name }) => name, input, ['users', input.PathPrefix]);
  return { Users: items.map((user) => listedUser(call, user)), ...more };
};

/** A user keeps his id, groups, policies and keys under a new name. */
export const updateUser: IamOperation<'UpdateUser'> = (input, call) => {
  const { account, tables } = call;
  const user = findUser(call, input.UserName);
  const { NewUserName: name = user.name, NewPath: path = user.path } = input;
  const isOther = name.toLowerCase() !== user.name.toLowerCase();
  if (isOther && tables.users.get(account, name) !== undefined) throw userExists(name);
  if (isOther) tables.users.delete(account, user.name);
  tables.users.put({ ...user, name, path });
  for (const id of user.keys) {
    const key = tables.accessKeys.get(account, id);
    if (key !== undefined) tables.accessKeys.put({ ...key, user: name });
  }
  return {};
};

/** A user goes only when nothing hangs on him any more. */
export const deleteUser: IamOperation<'DeleteUser'> = (input, call) => {
  const user = findUser(call, input.UserName);
  if (user.keys.length > 0) throw hasAccessKeys();
  if (user.attached.length > 0) throw hasPolicies();
  if (Object.keys(user.inline).length > 0) throw hasInlinePolicies();
  if (user.groups.length > 0) throw hasMembers();
  call.tables.users.delete(call.account, user.name);
  return {};
};

export const putUserPermissionsBoundary: IamOperation<'PutUserPermissionsBoundary'> = (input, call) => {
  const user = findUser(call, input.UserName);
  attachablePolicy(call, input.PermissionsBoundary);
  call.tables.users.put({ ...user, boundary: input.PermissionsBoundary });
  return {};
};

export const deleteUserPermissionsBoundary: IamOperation<'DeleteUserPermissionsBoundary'> = (input, call) => {
  const { boundary, ...user } = findUser(call, input.UserName);
  if (boundary === undefined) throw noUserBoundary(user.name);
  call.tables.users.put(user);
  return {};
};
