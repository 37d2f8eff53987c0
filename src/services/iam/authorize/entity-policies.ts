import type { NamedPolicy } from '../evaluate/decide.ts';
import { policyNamed } from '../model/policies.ts';
import type { IamTables, PolicyHolder, UserRecord } from '../model/tables.ts';

/** Where an account's policies are looked up. */
export interface PolicyScope {
  readonly tables: IamTables;
  readonly account: string;
}

type Kind = 'user' | 'group' | 'role';

/** What a user, group or role is granted by the policies that hang on it. */
export function policiesOf(scope: PolicyScope, kind: Kind, holder: PolicyHolder): readonly NamedPolicy[] {
  return [
    ...Object.entries(holder.inline).map(([name, text]) => ({
      id: `${kind}_${holder.name}_${name}`,
      type: kind,
      text,
    })),
    ...managedPolicies(scope, holder.attached),
  ];
}

/** A user has his groups' policies too. */
export function policiesOfUser(scope: PolicyScope, user: UserRecord): readonly NamedPolicy[] {
  const groups = user.groups.flatMap((name) => scope.tables.groups.get(scope.account, name) ?? []);
  return [
    ...policiesOf(scope, 'user', user),
    ...groups.flatMap((group) => policiesOf(scope, 'group', group)),
  ];
}

/** One that is not there grants nothing. */
export function managedPolicies(scope: PolicyScope, arns: readonly string[]): readonly NamedPolicy[] {
  return arns.flatMap((arn) => {
    const policy = policyNamed(scope, arn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
    if (policy === undefined || version === undefined) return [];
    const type = policy.account === 'aws' ? 'aws-managed' : 'user-managed';
    return [{ id: policy.name, type, text: version.document }];
  });
}

/** What limits a user or role; nothing does where there is no boundary. */
export function boundaryOf(
  scope: PolicyScope,
  boundary: string | undefined,
): readonly NamedPolicy[] | undefined {
  return boundary === undefined ? undefined : managedPolicies(scope, [boundary]);
}
