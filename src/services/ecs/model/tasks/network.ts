import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import { privateDnsName } from '../../../../agent/network/private-dns.ts';
import { defaultVpc } from '../../../../agent/network/vpc.ts';
import type {
  Attachment,
  AwsVpcConfiguration,
  NetworkConfiguration,
  TaskDefinition,
} from '../../../../aws/contract/ecs.types.gen.ts';
import type { EcsCall } from '../../operation.ts';
import {
  invalidParameter,
  networkConfigurationMissing,
  networkConfigurationUnwanted,
  publicIpUnsupported,
  tooManyItems,
} from '../../errors.ts';
import { checkSubnets, groupsOf, type NetworkCall, taskSubnet } from './subnets.ts';

/** A network configuration belongs to awsvpc and to nothing else. */
export function checkNetwork(
  call: NetworkCall,
  network: NetworkConfiguration | undefined,
  definition: TaskDefinition,
  launchType: string,
): void {
  const awsvpc = network?.awsvpcConfiguration;
  if (definition.networkMode !== 'awsvpc') {
    if (awsvpc !== undefined) throw networkConfigurationUnwanted();
    return;
  }
  if (awsvpc === undefined) throw networkConfigurationMissing();
  if (awsvpc.subnets.length === 0) throw invalidParameter('subnets can not be empty.');
  if (awsvpc.subnets.length > 16) throw tooManyItems('subnets', 16);
  if ((awsvpc.securityGroups ?? []).length > 5) throw tooManyItems('securityGroups', 5);
  if (awsvpc.assignPublicIp === 'ENABLED' && launchType !== 'FARGATE') throw publicIpUnsupported();
  checkSubnets(call, awsvpc);
}

/** Where a new task is, and the interface that it will get, as far as that is known before it is attached. */
export function networkOf(
  call: NetworkCall & Pick<EcsCall, 'ids'>,
  wanted: { readonly network?: AwsVpcConfiguration; readonly position: number },
): Pick<TaskRecord, 'networkInterface' | 'availabilityZone'> {
  const { network, position } = wanted;
  if (network === undefined) return { availabilityZone: firstZone(call) };
  const { subnets } = network;
  // Tasks are spread over the subnets given, as AWS spreads them over zones.
  const { id, availabilityZone, place } = taskSubnet(call, subnets[position % subnets.length] ?? '');
  const networkInterface = {
    attachmentId: call.ids.uuid(),
    id: `eni-0${call.ids.hex(16)}`,
    subnetId: id,
    subnet: place,
    securityGroups: groupsOf(call, network, place.vpcId),
    ...(network.assignPublicIp === 'ENABLED' && { assignsPublicIp: true as const }),
  };
  return { networkInterface, availabilityZone };
}

/** That of this machine, where a task has no subnet. */
const firstZone = ({ account, region }: NetworkCall): string =>
  defaultVpc(account, region).subnets[0]?.availabilityZone ?? `${region}a`;

/** The interface as an attachment; what is not known until it is attached is left out. */
export function describeAttachments(task: TaskRecord): Attachment[] {
  const { networkInterface } = task;
  if (networkInterface === undefined) return [];
  const { attachmentId, id, subnetId, address, macAddress } = networkInterface;
  const details = [
    { name: 'subnetId', value: subnetId },
    ...(address === undefined || macAddress === undefined
      ? []
      : [
          { name: 'networkInterfaceId', value: id },
          { name: 'macAddress', value: macAddress },
          { name: 'privateDnsName', value: privateDnsName(task.region, address) },
          { name: 'privateIPv4Address', value: address },
        ]),
  ];
  return [{ id: attachmentId, type: 'ElasticNetworkInterface', status: attachmentStatus(task), details }];
}

function attachmentStatus(task: TaskRecord): string {
  if (task.lastStatus === 'STOPPED') return 'DELETED';
  return task.networkInterface?.address === undefined ? 'PRECREATED' : 'ATTACHED';
}
