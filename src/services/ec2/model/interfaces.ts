import type { Ec2Call } from '../operation.ts';
import { interfaceOfService } from '../errors-network.ts';
import { lacking } from './find.ts';
import type { InterfaceRecord } from './records.ts';
import type { TaskInterface } from '../ports.ts';

/** The interfaces that are kept, and those of the tasks that run. */
export const allInterfaces = (call: Ec2Call): InterfaceRecord[] => [
  ...call.tables['network-interface'].list(call),
  ...taskInterfaces(call),
];

export function taskInterfaces(call: Ec2Call): InterfaceRecord[] {
  return call.taskInterfaces.list(call).map((each) => recordOf(call, each));
}

/** Of either sort. */
export function anyInterface(call: Ec2Call, id: string): InterfaceRecord {
  const found =
    call.tables['network-interface'].get(call, id) ?? taskInterfaces(call).find((each) => each.id === id);
  if (found === undefined) throw lacking('network-interface', id);
  return found;
}

/** One that users may change: those of tasks, NAT gateways and endpoints are their services'. */
export function changeableInterface(call: Ec2Call, id: string): InterfaceRecord {
  const found = anyInterface(call, id);
  if (found.owner !== undefined) throw interfaceOfService();
  return found;
}

export const interfacesOfInstance = (call: Ec2Call, instanceId: string): InterfaceRecord[] =>
  call.tables['network-interface']
    .list(call)
    .filter(({ attachment }) => attachment?.instanceId === instanceId)
    .sort((a, b) => (a.attachment?.deviceIndex ?? 0) - (b.attachment?.deviceIndex ?? 0));

/** ECS attaches an interface to its own machine, so the account sees an attachment without an instance. */
function recordOf(call: Ec2Call, task: TaskInterface): InterfaceRecord {
  const { account, region } = call;
  return {
    account,
    region,
    id: task.id,
    createdAt: task.createdAt,
    get tags() {
      return task.tags;
    },
    // A subnet that is not there stands for one of the default VPC.
    vpcId: task.vpcId ?? call.tables.subnet.get(call, task.subnetId)?.vpcId ?? defaultVpcIdOf(call),
    subnetId: task.subnetId,
    availabilityZone: task.availabilityZone,
    description: `arn:${call.partition}:ecs:${region}:${account}:attachment/${task.attachmentId}`,
    groups: task.securityGroups,
    macAddress: task.macAddress,
    addresses: task.address === undefined ? [] : [task.address],
    ipv6Addresses: [],
    publicIp: task.publicIp,
    sourceDestCheck: true,
    interfaceType: 'interface',
    requesterId: ecsRequester,
    attachment: {
      id: `eni-attach-0${task.id.slice(-16)}`,
      deviceIndex: 1,
      deleteOnTermination: false,
      attachedAt: task.createdAt,
      status: attachmentStatus[task.status],
    },
    owner: 'task',
  };
}

const attachmentStatus = { attaching: 'attaching', 'in-use': 'attached', detaching: 'detaching' } as const;

/** The account of ECS that attaches interfaces, which AWS shows in every one of them. */
const ecsRequester = '578734482556';

const defaultVpcIdOf = (call: Ec2Call): string =>
  call.tables.vpc.list(call).find(({ isDefault }) => isDefault)?.id ?? '';
