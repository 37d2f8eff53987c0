import { attachmentNotFound, invalidParameter, notPermitted } from '../errors.ts';
import { incorrectInstanceState } from '../errors-compute.ts';
import { attachmentOfService, interfaceAttached, interfaceOfService } from '../errors-network.ts';
import { find, idOf } from '../model/find.ts';
import { stateOf } from '../model/instances.ts';
import { allInterfaces, changeableInterface, interfacesOfInstance } from '../model/interfaces.ts';
import type { Ec2Operation } from '../operation.ts';

export const attachNetworkInterface: Ec2Operation<'AttachNetworkInterface'> = (input, call) => {
  const found = changeableInterface(call, input.NetworkInterfaceId);
  const instance = find(call, 'instance', input.InstanceId);
  if (found.attachment !== undefined) throw interfaceAttached(found.id);
  const state = stateOf(instance, call.now);
  if (state !== 'running' && state !== 'stopped') throw incorrectInstanceState(instance.id, 'attached to');
  if (found.availabilityZone !== instance.availabilityZone) {
    throw invalidParameter(
      'You may not attach a network interface to an instance if they are not in the same availability zone',
    );
  }
  const taken = interfacesOfInstance(call, instance.id);
  if (taken.some(({ attachment }) => attachment?.deviceIndex === input.DeviceIndex)) {
    throw invalidParameter(
      `Instance '${instance.id}' already has an interface attached at device index '${input.DeviceIndex}'.`,
    );
  }
  const id = idOf(call, 'eni-attach');
  call.tables['network-interface'].put({
    ...found,
    attachment: {
      id,
      instanceId: instance.id,
      deviceIndex: input.DeviceIndex,
      deleteOnTermination: false,
      attachedAt: call.now,
      status: 'attached',
    },
  });
  return { AttachmentId: id, NetworkCardIndex: 0 };
};

export const detachNetworkInterface: Ec2Operation<'DetachNetworkInterface'> = ({ AttachmentId }, call) => {
  const found = allInterfaces(call).find(({ attachment }) => attachment?.id === AttachmentId);
  if (found?.attachment === undefined) throw attachmentNotFound(AttachmentId);
  if (found.owner === 'task') throw interfaceOfService();
  if (found.owner !== undefined) throw attachmentOfService();
  if (found.attachment.deviceIndex === 0) {
    throw notPermitted('The network interface at device index 0 and networkCard index 0 cannot be detached.');
  }
  call.tables['network-interface'].put({ ...found, attachment: undefined });
  return {};
};
