import { cannotAssume } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';

/** ECS takes on a task's roles when it accepts the task, and refuses it where they do not trust it. */
export function checkRoles(
  { partition, account, mayAssume }: Pick<EcsCall, 'partition' | 'account' | 'mayAssume'>,
  roles: readonly (string | undefined)[],
): void {
  if (mayAssume === undefined) return;
  for (const role of roles) {
    if (role === undefined || role === '') continue;
    const arn = role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`;
    if (!mayAssume(arn)) throw cannotAssume(arn);
  }
}
