import type { InstanceStateChange } from '../../../aws/contract/ec2.types.gen.ts';
import { incorrectInstanceState, protectedFromStop, protectedFromTermination } from '../errors-compute.ts';
import { findInstances, forgetInstances, showState, stateOf } from '../model/instances.ts';
import { interfacesOfInstance } from '../model/interfaces.ts';
import { newPublicAddress } from '../model/public-addresses.ts';
import type { InstanceRecord, RestingState } from '../model/records-compute.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

/** Either all of the instances change, or none does. */

export const startInstances: Ec2Operation<'StartInstances'> = ({ InstanceIds }, call) => ({
  StartingInstances: findInstances(call, InstanceIds).map((instance) => {
    const state = stateOf(instance, call.now);
    if (state === 'running' || state === 'pending') return change(call, instance, instance);
    if (state !== 'stopped') throw incorrectInstanceState(instance.id, 'started');
    for (const each of interfacesOfInstance(call, instance.id)) {
      if (each.publicIpOnStart !== true) continue;
      const publicIp = newPublicAddress(call);
      call.tables['network-interface'].put({ ...each, publicIp, publicIpOnStart: undefined });
    }
    const launched = { ...moved(call, instance, 'running'), launchedAt: call.now, transitionReason: '' };
    return change(call, instance, { ...launched, stateReason: undefined });
  }),
});

export const stopInstances: Ec2Operation<'StopInstances'> = ({ InstanceIds }, call) => ({
  StoppingInstances: findInstances(call, InstanceIds).map((instance) => {
    const state = stateOf(instance, call.now);
    if (state === 'stopped' || state === 'stopping') return change(call, instance, instance);
    if (state !== 'running' && state !== 'pending') throw incorrectInstanceState(instance.id, 'stopped');
    if (instance.disableApiStop) throw protectedFromStop(instance.id);
    for (const each of interfacesOfInstance(call, instance.id)) {
      if (each.publicIp === undefined) continue;
      call.tables['network-interface'].put({ ...each, publicIp: undefined, publicIpOnStart: true });
    }
    return change(call, instance, moved(call, instance, 'stopped'));
  }),
});

export const rebootInstances: Ec2Operation<'RebootInstances'> = ({ InstanceIds }, call) => {
  for (const instance of findInstances(call, InstanceIds)) {
    const state = stateOf(instance, call.now);
    if (state !== 'running') throw incorrectInstanceState(instance.id, 'rebooted');
  }
  return {};
};

/** What was made for an instance goes with it; what was there before is free again. */
export const terminateInstances: Ec2Operation<'TerminateInstances'> = ({ InstanceIds }, call) => {
  const instances = findInstances(call, InstanceIds);
  for (const { id, disableApiTermination } of instances) {
    if (disableApiTermination) throw protectedFromTermination(id);
  }
  forgetInstances(call);
  return {
    TerminatingInstances: instances.map((instance) => {
      if (instance.state === 'terminated') return change(call, instance, instance);
      letGo(call, instance);
      return change(call, instance, { ...moved(call, instance, 'terminated'), profile: undefined });
    }),
  };
};

function letGo(call: Ec2Call, instance: InstanceRecord): void {
  const { tables } = call;
  const own = interfacesOfInstance(call, instance.id);
  for (const address of tables['elastic-ip'].list(call)) {
    if (!own.some(({ id }) => id === address.association?.interfaceId)) continue;
    tables['elastic-ip'].put({ ...address, association: undefined });
  }
  for (const each of own) {
    if (each.attachment?.deleteOnTermination === true) tables['network-interface'].delete(each);
    else tables['network-interface'].put({ ...each, attachment: undefined });
  }
  for (const volume of tables.volume.list(call)) {
    if (volume.instanceId !== instance.id || volume.detachedAt !== undefined) continue;
    if (volume.deleteOnTermination) tables.volume.delete(volume);
    else tables.volume.put({ ...volume, detachedAt: call.now });
  }
}

function moved(call: Ec2Call, instance: InstanceRecord, state: RestingState): InstanceRecord {
  const at = new Date(call.now).toISOString().replace('T', ' ').slice(0, 19);
  return {
    ...instance,
    state,
    stateSince: call.now,
    transitionReason: `User initiated (${at} GMT)`,
    stateReason: {
      Code: 'Client.UserInitiatedShutdown',
      Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
    },
  };
}

function change(call: Ec2Call, before: InstanceRecord, after: InstanceRecord): InstanceStateChange {
  if (after !== before) call.tables.instance.put(after);
  return {
    InstanceId: before.id,
    PreviousState: showState(stateOf(before, call.now)),
    CurrentState: showState(stateOf(after, call.now)),
  };
}
