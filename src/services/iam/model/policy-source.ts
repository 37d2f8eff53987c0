import { boundaryOf, policiesOf, policiesOfUser, type PolicyScope } from '../authorize/entity-policies.ts';
import { invalidEntityArn } from '../errors.ts';
import type { ContextEntries } from '../evaluate/context-keys.ts';
import type { NamedPolicy } from '../evaluate/decide.ts';
import type { Principal } from '../evaluate/principals.ts';
import type { IamCall } from '../operation.ts';
import { findGroup, findUser } from './holders.ts';
import { findRole } from './roles.ts';

/** A user, group or role whose policies are to be simulated. */
export interface PolicySource {
  readonly principal: Principal;
  readonly policies: readonly NamedPolicy[];
  readonly boundary: readonly NamedPolicy[] | undefined;
  readonly keys: ContextEntries;
}

export function policySource(call: IamCall, arn: string): PolicySource {
  const { account } = call;
  const [, owner, kind, name = ''] =
    /^arn:[^:]+:iam::(\d{12}):(user|group|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (owner !== account || kind === undefined) throw invalidEntityArn(arn);
  const scope: PolicyScope = call;
  const principal = { account, arn };
  const keys = { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': account };
  switch (kind) {
    case 'user': {
      const user = findUser(call, name);
      return {
        principal,
        policies: policiesOfUser(scope, user),
        boundary: boundaryOf(scope, user.boundary),
        keys: { ...keys, 'aws:username': user.name, 'aws:userid': user.uniqueId },
      };
    }
    case 'role': {
      const role = findRole(call, name);
      return {
        principal: {
          account,
          arn: `arn:${call.partition}:sts::${account}:assumed-role/${role.name}/simulated`,
          entityArn: arn,
          entityId: role.uniqueId,
        },
        policies: policiesOf(scope, 'role', role),
        boundary: boundaryOf(scope, role.boundary),
        keys,
      };
    }
    default:
      return {
        principal,
        policies: policiesOf(scope, 'group', findGroup(call, name)),
        boundary: undefined,
        keys: {},
      };
  }
}
