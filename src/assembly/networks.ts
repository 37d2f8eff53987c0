import type { VpcDirectory } from '../agent/network/vpc-directory.ts';
import type { SecurityGroups } from '../agent/security-groups/security-groups.ts';
import { messageOf, LongshoreError } from '../kernel/errors.ts';
import type { TaskNetworks } from '../services/ecs/model/tasks/subnets.ts';
import type { LongshoreOptions } from './options.ts';

/** What there is of networks, for RunTask. */
export const taskNetworks = (
  { unknownSubnets = 'refuse' }: LongshoreOptions,
  directory: VpcDirectory,
): TaskNetworks => ({ directory, unknownSubnets });

/** Does not go on without security groups being enforced where that is wished. */
export async function requireSecurityGroups(
  groups: Pick<SecurityGroups, 'check'>,
  { securityGroups: wish }: LongshoreOptions,
): Promise<void> {
  if (wish !== 'require') return;
  const state = await groups
    .check()
    .catch((error: unknown) => ({ enforced: false, problem: messageOf(error) }) as const);
  if (state.enforced) return;
  throw new LongshoreError('BAD_OPTION', `security groups cannot be enforced: ${state.problem}`, {
    hint: 'Run Longshore as root on the machine of the engine, with nft installed, or leave --security-groups out.',
  });
}
