import type {
  RequestLaunchTemplateData,
  RunInstancesRequest,
  TagSpecification,
} from '../../../aws/contract/ec2.types.gen.ts';
import { unsupported } from '../errors.ts';
import type { Ec2Call } from '../operation.ts';
import { findVersion, launchTemplateNamed } from './launch-templates.ts';
import { refuseMembers } from './refused-members.ts';
import { mergeTags } from './tags.ts';

/** What RunInstances asks for: what is given stands over what its launch template has. */
export function launchRequest(call: Ec2Call, input: RunInstancesRequest): RunInstancesRequest {
  const template = input.LaunchTemplate;
  if (template === undefined) return input;
  const found = launchTemplateNamed(call, template);
  const { data } = findVersion(call, found, template.Version ?? '$Default');
  const request = {
    ...asRequest(data),
    ...input,
    TagSpecifications: mergeSpecifications(data.TagSpecifications ?? [], input.TagSpecifications ?? []),
  };
  refuseMembers('RunInstances', request);
  return request;
}

/** The same under RunInstances' names. */
function asRequest(data: RequestLaunchTemplateData): Partial<RunInstancesRequest> {
  const { RamDiskId, ElasticGpuSpecifications, InstanceRequirements, SecondaryInterfaces, ...others } = data;
  if (InstanceRequirements !== undefined) throw unsupported('LaunchTemplateData.InstanceRequirements');
  if (SecondaryInterfaces !== undefined) throw unsupported('LaunchTemplateData.SecondaryInterfaces');
  const { Monitoring, ...named } = others;
  return {
    ...named,
    ...(Monitoring?.Enabled !== undefined && { Monitoring: { Enabled: Monitoring.Enabled } }),
    ...(RamDiskId !== undefined && { RamdiskId: RamDiskId }),
    ...(ElasticGpuSpecifications !== undefined && { ElasticGpuSpecification: ElasticGpuSpecifications }),
  };
}

function mergeSpecifications(
  template: readonly TagSpecification[],
  given: readonly TagSpecification[],
): TagSpecification[] {
  const types = new Set([...template, ...given].map(({ ResourceType }) => ResourceType));
  return [...types].map((ResourceType) => {
    const tagsIn = (list: readonly TagSpecification[]) =>
      list.filter((each) => each.ResourceType === ResourceType).flatMap(({ Tags }) => Tags ?? []);
    return { ResourceType, Tags: [...mergeTags(tagsIn(template), tagsIn(given))] };
  });
}
