import type { Group, User } from '../../../aws/contract/iam.types.gen.ts';
import { rootArn } from '../../../aws/arn.ts';
import { nameYourUser } from '../errors.ts';
import type { IamCall } from '../operation.ts';
import { findUser } from './holders.ts';
import { entityArn } from './names.ts';
import type { GroupRecord, UserRecord } from './tables.ts';

/** The user that is named, else the one who calls. */
export function userOrCaller(call: IamCall, name: string | undefined): UserRecord {
  if (name !== undefined) return findUser(call, name);
  const caller = /:user\/(?:.*\/)?([^/]+)$/.exec(call.principalArn)?.[1];
  if (caller === undefined) throw nameYourUser();
  return findUser(call, caller);
}

/** As CreateUser and GetUser answer it. */
export function describeUser(call: IamCall, user: UserRecord): User {
  const { boundary, tags } = user;
  return {
    ...listedUser(call, user),
    ...(boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: boundary,
      },
    }),
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
}

/** As ListUsers and GetGroup answer it: without tags and boundary. */
export function listedUser(call: IamCall, user: UserRecord): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.uniqueId,
    Arn: entityArn(call, 'user', user),
    CreateDate: user.createdAt,
  };
}

/** The account's root, as GetUser tells of it. */
export function describeRoot(call: IamCall): User {
  return {
    Path: '/',
    UserName: 'root',
    UserId: call.account,
    Arn: rootArn(call),
    CreateDate: 0,
  };
}

export function describeGroup(call: IamCall, group: GroupRecord): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.uniqueId,
    Arn: entityArn(call, 'group', group),
    CreateDate: group.createdAt,
  };
}
