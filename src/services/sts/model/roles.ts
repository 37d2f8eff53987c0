import { parseArn } from '../../../aws/arn.ts';
import { invalidArn, notARole } from '../errors.ts';
import { idOfUnknownRole } from './credentials.ts';
import type { SessionOrigin, SessionRecord } from './sessions.ts';

/** What STS asks of IAM. Stated here; `main.ts` hands it over. */
export interface RoleSource {
  /** `undefined` where no such role was made. */
  role(account: string, name: string): KnownRole | undefined;
  /** Why a session's policy is none, in AWS's words. */
  policyProblem(document: string): string | undefined;
}

export interface KnownRole {
  readonly roleId: string;
  readonly path: string;
  readonly maxSessionDuration: number;
  readonly trustPolicy: string;
  readonly tags: Readonly<Record<string, string>>;
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
  /** As IAM knows it: where no such role was made, as it was named. */
  readonly arn: string;
}

/** AWS's longest session, and so the limit of a role that was never made here. */
const LONGEST = 43_200;

/**
 * The role of an ARN. One that was not made stands all the same, with an id that follows from its ARN: task
 * definitions name roles of real accounts. Where calls are authorized, nobody gets as far as this with it.
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
    arn:
      known === undefined ? roleArn : `arn:${parts.partition}:iam::${parts.account}:role${known.path}${name}`,
  };
}

/** Whom a session of a role stands for. */
export function principalOf(
  { account, partition, name, roleId, arn }: AssumedRole,
  session: string,
  marks: Omit<SessionOrigin, 'kind' | 'entityArn'> = {},
): Pick<SessionRecord, 'account' | 'principalArn' | 'principalId'> & { readonly origin: SessionOrigin } {
  return {
    account,
    origin: { kind: 'role', entityArn: arn, ...marks },
    principalArn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    principalId: `${roleId}:${session}`,
  };
}
