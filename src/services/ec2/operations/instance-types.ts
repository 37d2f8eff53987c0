import { unsupported } from '../errors.ts';
import { noSuchInstanceTypes } from '../errors-compute.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable } from '../model/filters.ts';
import { zonesOf } from '../model/zones.ts';
import type { Ec2Operation } from '../operation.ts';

export const instanceTypeFilters: FilterTable = {
  ...byMember(`auto-recovery-supported bare-metal burstable-performance-supported current-generation
    dedicated-hosts-supported ebs-info.attachment-limit-type ebs-info.maximum-ebs-attachments
    ebs-info.ebs-optimized-support ebs-info.encryption-support ebs-info.nvme-support free-tier-eligible
    hibernation-supported hypervisor instance-storage-supported instance-type
    network-info.bandwidth-weightings network-info.efa-supported network-info.ena-support
    network-info.flexible-ena-queues-support network-info.encryption-in-transit-supported
    network-info.ipv6-supported network-info.maximum-network-cards
    network-info.maximum-network-interfaces network-info.network-performance nitro-enclaves-support
    nitro-tpm-support nitro-tpm-info.supported-versions processor-info.supported-features
    reboot-migration-support`),
  ...Object.fromEntries(
    ['baseline', 'maximum'].flatMap((kind) => {
      const [path, member] = [
        `ebs-info.ebs-optimized-info.${kind}`,
        kind === 'baseline' ? 'Baseline' : 'Maximum',
      ];
      return [
        [`${path}-bandwidth-in-mbps`, `EbsInfo.EbsOptimizedInfo.${member}BandwidthInMbps`],
        [`${path}-iops`, `EbsInfo.EbsOptimizedInfo.${member}Iops`],
        [`${path}-throughput-in-mbps`, `EbsInfo.EbsOptimizedInfo.${member}ThroughputInMBps`],
      ];
    }),
  ),
  'instance-storage-info.disk.count': 'InstanceStorageInfo.Disks.Count',
  'instance-storage-info.disk.size-in-gb': 'InstanceStorageInfo.Disks.SizeInGB',
  'instance-storage-info.disk.type': 'InstanceStorageInfo.Disks.Type',
  'instance-storage-info.encryption-support': 'InstanceStorageInfo.EncryptionSupport',
  'instance-storage-info.nvme-support': 'InstanceStorageInfo.NvmeSupport',
  'instance-storage-info.total-size-in-gb': 'InstanceStorageInfo.TotalSizeInGB',
  'memory-info.size-in-mib': 'MemoryInfo.SizeInMiB',
  'network-info.efa-info.maximum-efa-interfaces': 'NetworkInfo.EfaInfo.MaximumEfaInterfaces',
  'network-info.ipv4-addresses-per-interface': 'NetworkInfo.Ipv4AddressesPerInterface',
  'network-info.ipv6-addresses-per-interface': 'NetworkInfo.Ipv6AddressesPerInterface',
  'processor-info.supported-architecture': 'ProcessorInfo.SupportedArchitectures',
  'processor-info.sustained-clock-speed-in-ghz': 'ProcessorInfo.SustainedClockSpeedInGhz',
  'supported-boot-mode': 'SupportedBootModes',
  'supported-root-device-type': 'SupportedRootDeviceTypes',
  'supported-usage-class': 'SupportedUsageClasses',
  'supported-virtualization-type': 'SupportedVirtualizationTypes',
  'vcpu-info.default-cores': 'VCpuInfo.DefaultCores',
  'vcpu-info.default-threads-per-core': 'VCpuInfo.DefaultThreadsPerCore',
  'vcpu-info.default-vcpus': 'VCpuInfo.DefaultVCpus',
  'vcpu-info.valid-cores': 'VCpuInfo.ValidCores',
  'vcpu-info.valid-threads-per-core': 'VCpuInfo.ValidThreadsPerCore',
};

export const describeInstanceTypes: Ec2Operation<'DescribeInstanceTypes'> = (input, call) => {
  const wanted = input.InstanceTypes;
  const all = call.catalog.typeInfos();
  const unknown = (wanted ?? []).filter((name) => !all.some(({ InstanceType }) => InstanceType === name));
  if (unknown.length > 0) throw noSuchInstanceTypes(unknown);
  const { items, nextToken } = describe(
    all.filter(
      ({ InstanceType }) =>
        wanted === undefined || (InstanceType !== undefined && wanted.includes(InstanceType)),
    ),
    input,
    {
      filters: instanceTypeFilters,
      show: (type) => type,
      keyOf: (type) => type.InstanceType,
      largestPage: 100,
    },
  );
  return { InstanceTypes: items, NextToken: nextToken };
};

export const offeringFilters: FilterTable = byMember('instance-type location');

/** Every type is offered everywhere. */
export const describeInstanceTypeOfferings: Ec2Operation<'DescribeInstanceTypeOfferings'> = (input, call) => {
  const LocationType = input.LocationType ?? 'region';
  if (LocationType === 'outpost') throw unsupported('LocationType=outpost');
  const zones = zonesOf(call.region);
  const locations =
    LocationType === 'region'
      ? [call.region]
      : zones.map(({ name, id }) => (LocationType === 'availability-zone' ? name : id));
  const offered = [...call.catalog.types().values()].flatMap(({ name }) =>
    locations.map((Location) => ({ name, Location })),
  );
  const { items, nextToken } = describe(offered, input, {
    filters: offeringFilters,
    show: ({ name, Location }) => ({ InstanceType: name, LocationType, Location }),
    keyOf: ({ InstanceType, Location }) => `${InstanceType} ${Location}`,
  });
  return { InstanceTypeOfferings: items, NextToken: nextToken };
};
