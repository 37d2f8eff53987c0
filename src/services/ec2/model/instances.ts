import type { InstanceStateName } from '../../../aws/contract/ec2.types.gen.ts';
import type { InstanceRecord } from './records-compute.ts';

/** Starting and stopping take so long, in milliseconds; on AWS half a minute. */
const changing = 1000;

/** What an instance is at the moment: on its way for a while, then where it was told to get. */
export function stateOf({ state, stateSince }: InstanceRecord, now: number): InstanceStateName {
  const isOnItsWay = now - stateSince < changing;
  switch (state) {
    case 'running':
      return isOnItsWay ? 'pending' : 'running';
    case 'stopped':
      return isOnItsWay ? 'stopping' : 'stopped';
    case 'terminated':
      return isOnItsWay ? 'shutting-down' : 'terminated';
    default:
      return state satisfies never;
  }
}
