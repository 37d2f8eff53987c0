import { parseArn } from '../../../aws/arn.ts';
import { invalidArn, notARole } from '../errors.ts';
import { idOfUnknownRole } from './credentials.ts';

/** What STS asks of IAM. Stated here; `main.ts` hands it over. */
export interface RoleSource {
  /** `undefined` where no such role was made. */
  role(
    account: string,
    name: string,
  ): { readonly roleId: string; readonly maxSessionDuration: number } | undefined;
}

/** A role that is to be assumed. */
export interface AssumedRole {
  readonly account: string;
  readonly partition: string;
  /** Without its path. */
  readonly name: string;
  readonly roleId: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** AWS's longest session, and so the limit of a role that was never made here. */
const LONGEST = 43_200;

/**
 * The role of an ARN. One that was not made stands all the same, with an id that follows from its ARN:
 * policies are not evaluated, and task definitions name roles of real accounts.
 */
export function roleOf(roleArn: string, roles: RoleSource): AssumedRole {
  const parts = parseArn(roleArn);
  if (parts === undefined || !/^\d{12}$/.test(parts.account)) throw invalidArn(roleArn);
  const name = /^role\/(?:[\u0021-\u007e]+\/)?([\w+=,.@-]{1,64})$/.exec(parts.resource)?.[1];
  if (parts.service !== 'iam' || name === undefined) throw notARole();
  const known = roles.role(parts.account, name);
  return {
    account: parts.account,
    partition: parts.partition,
    name,
    roleId: known?.roleId ?? idOfUnknownRole(roleArn),
    maxSessionDuration: known?.maxSessionDuration ?? LONGEST,
  };
}

/** Whom a session of a role stands for. */
export function principalOf(
  { account, partition, name, roleId }: AssumedRole,
  session: string,
): { readonly account: string; readonly principalArn: string; readonly principalId: string } {
  return {
    account,
    principalArn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    principalId: `${roleId}:${session}`,
  };
}
