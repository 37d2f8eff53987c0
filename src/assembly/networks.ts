import type { SecurityGroups } from '../agent/security-groups/security-groups.ts';
import { enforcementLine } from '../agent/security-groups/enforcement.ts';
import { messageOf, LongshoreError } from '../kernel/errors.ts';
import { defaultNetworks, type TaskNetworks } from '../services/ecs/model/tasks/subnets.ts';
import type { LongshoreOptions } from './options.ts';

/** What there is of networks, for RunTask and for the agent. */
export const taskNetworks = ({ unknownSubnets = 'refuse' }: LongshoreOptions): TaskNetworks => ({
  ...defaultNetworks,
  unknownSubnets,
});

/** Says at the start whether security groups are enforced; refuses to go on where they must be and cannot. */
export async function tellSecurityGroups(
  groups: Pick<SecurityGroups, 'check' | 'state'>,
  { securityGroups: wish = 'auto', log }: LongshoreOptions,
): Promise<void> {
  if (wish === 'off') return;
  const state = await groups
    .check()
    .catch((error: unknown) => ({ enforced: false, problem: messageOf(error) }) as const);
  if (wish === 'require' && !state.enforced) {
    throw new LongshoreError('BAD_OPTION', `security groups cannot be enforced: ${state.problem}`, {
      hint: 'Run Longshore as root on the machine of the engine, with nft installed, or leave --security-groups out.',
    });
  }
  log.info({}, enforcementLine(state));
}
