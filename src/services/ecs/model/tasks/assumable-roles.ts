import { cannotAssume } from '../../errors.ts';
import type { EcsCall } from '../../operation.ts';

/**
 * ECS takes on a task's roles when it accepts the task, and refuses it where they do not trust it. A trust can be
 * bound to an account and region, not to a cluster: AWS's guide has `arn:aws:ecs:us-west-2:111122223333:*` for it.
 */
export function checkRoles(
  { partition, region, account, mayAssume }: Pick<EcsCall, 'partition' | 'region' | 'account' | 'mayAssume'>,
  roles: readonly (string | undefined)[],
): void {
  if (mayAssume === undefined) return;
  const use = { arn: `arn:${partition}:ecs:${region}:${account}:*`, account };
  for (const role of roles) {
    if (role === undefined || role === '') continue;
    const arn = role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`;
    if (!mayAssume(arn, use)) throw cannotAssume(arn);
  }
}
