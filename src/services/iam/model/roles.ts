import type { Role } from '../../../aws/contract/iam.types.gen.ts';
import { noSuchRole, protectedRole, trustTooLong } from '../errors.ts';
import type { IamCall } from '../operation.ts';
import { encodeDocument, entityArn } from './names.ts';
import { checkTrustPolicy } from './policy-document.ts';
import type { RoleRecord } from './tables.ts';

const SERVICE_PATH = '/aws-service-role/';

export function findRole({ tables, account }: IamCall, name: string): RoleRecord {
  const role = tables.roles.get(account, name);
  if (role === undefined) throw noSuchRole(name);
  return role;
}

/** A role that its account may change: one that is linked to a service is that service's. */
export function changeableRole(call: IamCall, name: string): RoleRecord {
  const role = findRole(call, name);
  if (isServiceLinked(role)) throw protectedRole(role.name);
  return role;
}

export const isServiceLinked = ({ path }: RoleRecord): boolean => path.startsWith(SERVICE_PATH);

/** Characters that are no blanks; what AWS counts. */
export const sizeOf = (document: string): number => document.replace(/\s/g, '').length;

export function checkedTrustPolicy(document: string, { tables, account }: IamCall): string {
  checkTrustPolicy(document, {
    account,
    has(kind, path) {
      const at = path.lastIndexOf('/') + 1;
      const entity = tables[kind === 'role' ? 'roles' : 'users'].get(account, path.slice(at));
      return entity?.path === `/${path.slice(0, at)}`;
    },
  });
  if (sizeOf(document) > 2048) throw trustTooLong();
  return document;
}

/** As CreateRole and GetRole answer it. */
export function describeRole(call: IamCall, role: RoleRecord): Role {
  const { description, boundary, tags } = role;
  return {
    ...listedRole(call, role),
    ...(description !== undefined && { Description: description }),
    ...(boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: boundary,
      },
    }),
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
}

/** As ListRoles answers it: without tags and boundary. */
export function listedRole(call: IamCall, role: RoleRecord): Role {
  const { description } = role;
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.uniqueId,
    Arn: entityArn(call, 'role', role),
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(description !== undefined && { Description: description }),
    MaxSessionDuration: role.maxSessionDuration,
  };
}
