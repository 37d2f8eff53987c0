import type { InstanceState, InstanceStateName } from '../../../aws/contract/ec2.types.gen.ts';
import { instancesNotFound } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';
import { lacking } from './find.ts';
import { isId } from './kinds.ts';
import type { InstanceRecord } from './records-compute.ts';

/** Starting and stopping take so long, in milliseconds; on AWS half a minute. */
const changing = 1000;
/** One that was terminated is shown for so long. */
const remembered = 60 * 60 * 1000;

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

const codes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

export const showState = (Name: InstanceStateName): InstanceState => ({ Code: codes[Name], Name });

export const isForgotten = ({ state, stateSince }: InstanceRecord, now: number): boolean =>
  state === 'terminated' && now - stateSince > remembered;

/** Those that can be seen. */
export const instancesSeen = (call: Ec2Call): InstanceRecord[] =>
  call.tables.instance.list(call).filter((instance) => !isForgotten(instance, call.now));

/** Those of these ids; where several are not there, they are named together. */
export function findInstances(call: Ec2Call, ids: readonly string[]): InstanceRecord[] {
  const seen = (id: string): InstanceRecord | undefined => {
    const found = call.tables.instance.get(call, id);
    return found === undefined || isForgotten(found, call.now) ? undefined : found;
  };
  const missing = [...new Set(ids)].filter((id) => isId('instance', id) && seen(id) === undefined);
  if (missing.length > 1) throw instancesNotFound(missing);
  return [...new Set(ids)].map((id) => {
    const found = seen(id);
    if (found === undefined) throw lacking('instance', id);
    return found;
  });
}

export function forgetInstances(call: Ec2Call): void {
  for (const instance of call.tables.instance.list(call)) {
    if (isForgotten(instance, call.now)) call.tables.instance.delete(instance);
  }
}
