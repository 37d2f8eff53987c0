import type {
  InstanceAttribute,
  InstanceBlockDeviceMappingSpecification,
  ModifyInstanceAttributeRequest,
} from '../../../aws/contract/ec2.types.gen.ts';
import { combination, missingParameter, unsupported } from '../errors.ts';
import { incorrectInstanceState, unknownAttribute } from '../errors-compute.ts';
import { find } from '../model/find.ts';
import { findInstances, stateOf } from '../model/instances.ts';
import { isInstanceTypeName } from '../model/instance-types.ts';
import { interfacesOfInstance } from '../model/interfaces.ts';
import { changedMetadataOptions } from '../model/metadata-options.ts';
import { groupsFor } from '../model/new-interface.ts';
import type { InstanceRecord } from '../model/records-compute.ts';
import { instanceView } from '../model/show-instance.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

export const describeInstanceAttribute: Ec2Operation<'DescribeInstanceAttribute'> = (
  { InstanceId, Attribute },
  call,
) => {
  const instance = seen(call, InstanceId);
  const shown = instanceView(call)(instance);
  const attributes: { readonly [Name in typeof Attribute]?: InstanceAttribute } = {
    blockDeviceMapping: { BlockDeviceMappings: shown.BlockDeviceMappings },
    disableApiStop: { DisableApiStop: { Value: instance.disableApiStop } },
    disableApiTermination: { DisableApiTermination: { Value: instance.disableApiTermination } },
    ebsOptimized: { EbsOptimized: { Value: instance.ebsOptimized } },
    enaSupport: { EnaSupport: { Value: true } },
    enclaveOptions: { EnclaveOptions: { Enabled: instance.enclave } },
    groupSet: { Groups: shown.SecurityGroups },
    instanceInitiatedShutdownBehavior: {
      InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior },
    },
    instanceType: { InstanceType: { Value: instance.type } },
    kernel: { KernelId: {} },
    productCodes: { ProductCodes: [] },
    ramdisk: { RamdiskId: {} },
    rootDeviceName: { RootDeviceName: { Value: shown.RootDeviceName } },
    sourceDestCheck: { SourceDestCheck: { Value: shown.SourceDestCheck } },
    sriovNetSupport: { SriovNetSupport: { Value: 'simple' } },
    userData: { UserData: { Value: instance.userData } },
  };
  const found = attributes[Attribute];
  if (found === undefined) throw unknownAttribute(Attribute);
  return { InstanceId, ...found };
};

function seen(call: Ec2Call, id: string): InstanceRecord {
  const [instance] = findInstances(call, [id]);
  return instance ?? find(call, 'instance', id);
}

/** The way of old names the attribute beside its value; it says the same as the members of today. */
function withOldForm(input: ModifyInstanceAttributeRequest): ModifyInstanceAttributeRequest {
  const { Attribute, Value } = input;
  if (Attribute === undefined) return input;
  if (Value === undefined) throw missingParameter('value');
  const flag = { Value: Value === 'true' };
  switch (Attribute) {
    case 'disableApiStop':
      return { ...input, DisableApiStop: flag };
    case 'disableApiTermination':
      return { ...input, DisableApiTermination: flag };
    case 'ebsOptimized':
      return { ...input, EbsOptimized: flag };
    case 'sourceDestCheck':
      return { ...input, SourceDestCheck: flag };
    case 'instanceType':
      return { ...input, InstanceType: { Value } };
    case 'instanceInitiatedShutdownBehavior':
      return { ...input, InstanceInitiatedShutdownBehavior: { Value } };
    case 'userData':
      return { ...input, UserData: { Value } };
    default:
      throw unsupported(`Attribute=${Attribute}`);
  }
}

/** One attribute a call, as on AWS. */
export const modifyInstanceAttribute: Ec2Operation<'ModifyInstanceAttribute'> = (given, call) => {
  const input = withOldForm(given);
  const instance = seen(call, input.InstanceId);
  const { SourceDestCheck, Groups, BlockDeviceMappings, InstanceType, UserData, EbsOptimized } = input;
  const { DisableApiStop, DisableApiTermination, InstanceInitiatedShutdownBehavior: shutdown } = input;
  const values = [SourceDestCheck, Groups, BlockDeviceMappings, InstanceType, UserData, EbsOptimized];
  const count = [...values, DisableApiStop, DisableApiTermination, shutdown].filter(
    (each) => each !== undefined,
  ).length;
  if (count === 0) throw missingParameter('attribute');
  if (count > 1)
    throw combination('Fields for multiple attribute types specified: only one attribute can be modified'); // (I)
  if ((InstanceType ?? UserData ?? EbsOptimized) !== undefined && stateOf(instance, call.now) !== 'stopped') {
    throw incorrectInstanceState(instance.id, 'modified');
  }
  changePrimaryInterface(call, instance, input);
  changeVolumes(call, instance, BlockDeviceMappings ?? []);
  const type = InstanceType?.Value ?? instance.type;
  if (!isInstanceTypeName(type)) throw unknownAttribute(type);
  const behavior = shutdown?.Value ?? instance.shutdownBehavior;
  if (behavior !== 'stop' && behavior !== 'terminate') throw unknownAttribute(behavior);
  call.tables.instance.put({
    ...instance,
    type,
    userData: UserData === undefined ? instance.userData : UserData.Value,
    ebsOptimized: EbsOptimized?.Value ?? instance.ebsOptimized,
    disableApiStop: DisableApiStop?.Value ?? instance.disableApiStop,
    disableApiTermination: DisableApiTermination?.Value ?? instance.disableApiTermination,
    shutdownBehavior: behavior,
  });
  return {};
};

function changePrimaryInterface(
  call: Ec2Call,
  { id }: InstanceRecord,
  { SourceDestCheck, Groups }: ModifyInstanceAttributeRequest,
): void {
  if (SourceDestCheck === undefined && Groups === undefined) return;
  const [primary, ...others] = interfacesOfInstance(call, id);
  if (primary === undefined || others.length > 0) {
    throw combination(
      `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`,
    );
  }
  call.tables['network-interface'].put({
    ...primary,
    sourceDestCheck: SourceDestCheck?.Value ?? primary.sourceDestCheck,
    groups: Groups === undefined ? primary.groups : groupsFor(call, primary, Groups),
  });
}

function changeVolumes(
  call: Ec2Call,
  { id }: InstanceRecord,
  mappings: readonly InstanceBlockDeviceMappingSpecification[],
): void {
  const volumes = call.tables.volume.list(call).filter(({ instanceId }) => instanceId === id);
  for (const { DeviceName, Ebs } of mappings) {
    const volume = volumes.find(({ device }) => device === DeviceName);
    if (volume === undefined) throw unknownAttribute(DeviceName ?? 'blockDeviceMapping');
    const deleteOnTermination = Ebs?.DeleteOnTermination ?? volume.deleteOnTermination;
    call.tables.volume.put({ ...volume, deleteOnTermination });
  }
}

export const modifyInstanceMetadataOptions: Ec2Operation<'ModifyInstanceMetadataOptions'> = (input, call) => {
  const instance = seen(call, input.InstanceId);
  const metadata = changedMetadataOptions(instance.metadata, input);
  call.tables.instance.put({ ...instance, metadata });
  return { InstanceId: instance.id, InstanceMetadataOptions: { ...metadata, State: 'pending' } };
};
