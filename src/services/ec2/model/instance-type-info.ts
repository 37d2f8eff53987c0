import type { InstanceTypeInfo } from '../../../aws/contract/ec2.types.gen.ts';
import type { InstanceType } from './instance-types.ts';

/** A type of instance as AWS shows it. */
export function showInstanceType({
  name,
  vcpus,
  memoryMiB,
  family,
  network,
  interfaces,
  addresses,
}: InstanceType): InstanceTypeInfo {
  const cores = Math.max(1, vcpus / family.threadsPerCore);
  const isNitro = family.hypervisor === 'nitro';
  return {
    InstanceType: name,
    CurrentGeneration: true,
    FreeTierEligible: family.freeTier === name,
    SupportedUsageClasses: ['on-demand', 'spot'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: false,
    Hypervisor: family.hypervisor,
    ProcessorInfo: {
      SupportedArchitectures: [family.architecture],
      SustainedClockSpeedInGhz: family.clock,
      Manufacturer: family.manufacturer,
    },
    VCpuInfo: { DefaultVCpus: vcpus, DefaultCores: cores, DefaultThreadsPerCore: family.threadsPerCore },
    MemoryInfo: { SizeInMiB: memoryMiB },
    InstanceStorageSupported: false,
    EbsInfo: {
      EbsOptimizedSupport: isNitro ? 'default' : 'unsupported',
      EncryptionSupport: 'supported',
      NvmeSupport: isNitro ? 'required' : 'unsupported',
    },
    NetworkInfo: {
      NetworkPerformance: network,
      MaximumNetworkInterfaces: interfaces,
      MaximumNetworkCards: 1,
      DefaultNetworkCardIndex: 0,
      NetworkCards: [
        { NetworkCardIndex: 0, NetworkPerformance: network, MaximumNetworkInterfaces: interfaces },
      ],
      Ipv4AddressesPerInterface: addresses,
      Ipv6AddressesPerInterface: addresses,
      Ipv6Supported: true,
      EnaSupport: isNitro ? 'required' : 'unsupported',
      EfaSupported: false,
      EncryptionInTransitSupported: false,
    },
    PlacementGroupInfo: {
      SupportedStrategies: family.burstable ? ['partition', 'spread'] : ['cluster', 'partition', 'spread'],
    },
    HibernationSupported: isNitro,
    BurstablePerformanceSupported: family.burstable,
    DedicatedHostsSupported: !family.burstable,
    AutoRecoverySupported: true,
    SupportedBootModes: family.architecture === 'arm64' ? ['uefi'] : ['legacy-bios', 'uefi'],
  };
}
