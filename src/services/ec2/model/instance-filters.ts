import { byMember, type FilterTable, tagFilters } from './filters.ts';

/** The same filters once more under `network-interface.`, of the interfaces that an instance shows. */
const interfaceFilters: FilterTable = Object.fromEntries(
  Object.entries({
    ...byMember(`description mac-address network-interface-id owner-id private-dns-name private-ip-address
      source-dest-check status subnet-id vpc-id association.carrier-ip association.customer-owned-ip
      association.ip-owner-id association.public-dns-name association.public-ip attachment.attach-time
      attachment.attachment-id attachment.delete-on-termination attachment.device-index
      attachment.network-card-index attachment.status operator.managed operator.principal`),
    'addresses.association.carrier-ip': 'PrivateIpAddresses.Association.CarrierIp',
    'addresses.association.customer-owned-ip': 'PrivateIpAddresses.Association.CustomerOwnedIp',
    'addresses.association.ip-owner-id': 'PrivateIpAddresses.Association.IpOwnerId',
    'addresses.association.public-dns-name': 'PrivateIpAddresses.Association.PublicDnsName',
    'addresses.association.public-ip': 'PrivateIpAddresses.Association.PublicIp',
    'addresses.primary': 'PrivateIpAddresses.Primary',
    'addresses.private-dns-name': 'PrivateIpAddresses.PrivateDnsName',
    'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
    'group-id': 'Groups.GroupId',
    'group-name': 'Groups.GroupName',
    'ipv4-prefixes.ipv4-prefix': 'Ipv4Prefixes.Ipv4Prefix',
    'ipv6-addresses.ipv6-address': 'Ipv6Addresses.Ipv6Address',
    'ipv6-addresses.is-primary-ipv6': 'Ipv6Addresses.IsPrimaryIpv6',
    'ipv6-prefixes.ipv6-prefix': 'Ipv6Prefixes.Ipv6Prefix',
  }).map(([name, path]) => [`network-interface.${name}`, `NetworkInterfaces.${path}`]),
);

export const instanceFilters: FilterTable = {
  ...tagFilters,
  ...interfaceFilters,
  ...byMember(`architecture boot-mode capacity-reservation-id client-token current-instance-boot-mode
    ebs-optimized ena-support enclave-options.enabled hibernation-options.configured hypervisor image-id
    instance-id instance-lifecycle instance-type ipv6-address kernel-id key-name launch-time
    maintenance-options.auto-recovery metadata-options.http-endpoint metadata-options.http-protocol-ipv6
    metadata-options.http-put-response-hop-limit metadata-options.http-tokens
    metadata-options.instance-metadata-tags metadata-options.state
    network-performance-options.bandwidth-weighting operator.managed operator.principal outpost-arn
    owner-id platform platform-details private-dns-name private-ip-address ramdisk-id reservation-id
    root-device-name root-device-type source-dest-check spot-instance-request-id subnet-id tpm-support
    usage-operation usage-operation-update-time virtualization-type vpc-id
    capacity-reservation-specification.capacity-reservation-preference`),
  affinity: 'Placement.Affinity',
  'availability-zone': 'Placement.AvailabilityZone',
  'availability-zone-id': 'Placement.AvailabilityZoneId',
  'block-device-mapping.attach-time': 'BlockDeviceMappings.Ebs.AttachTime',
  'block-device-mapping.delete-on-termination': 'BlockDeviceMappings.Ebs.DeleteOnTermination',
  'block-device-mapping.device-name': 'BlockDeviceMappings.DeviceName',
  'block-device-mapping.status': 'BlockDeviceMappings.Ebs.Status',
  'block-device-mapping.volume-id': 'BlockDeviceMappings.Ebs.VolumeId',
  'dns-name': 'PublicDnsName',
  'host-id': 'Placement.HostId',
  'iam-instance-profile.arn': 'IamInstanceProfile.Arn',
  'iam-instance-profile.id': 'IamInstanceProfile.Id',
  'instance-state-code': 'State.Code',
  'instance-state-name': 'State.Name',
  'instance.group-id': 'SecurityGroups.GroupId',
  'instance.group-name': 'SecurityGroups.GroupName',
  'ip-address': 'PublicIpAddress',
  'launch-index': 'AmiLaunchIndex',
  'metadata-options.http-protocol-ipv4': 'MetadataOptions.HttpEndpoint',
  'monitoring-state': 'Monitoring.State',
  'placement-group-name': 'Placement.GroupName',
  'placement-partition-number': 'Placement.PartitionNumber',
  'private-dns-name-options.enable-resource-name-dns-a-record':
    'PrivateDnsNameOptions.EnableResourceNameDnsARecord',
  'private-dns-name-options.enable-resource-name-dns-aaaa-record':
    'PrivateDnsNameOptions.EnableResourceNameDnsAAAARecord',
  'private-dns-name-options.hostname-type': 'PrivateDnsNameOptions.HostnameType',
  'product-code': 'ProductCodes.ProductCodeId',
  'product-code.type': 'ProductCodes.ProductCodeType',
  reason: 'StateTransitionReason',
  'state-reason-code': 'StateReason.Code',
  'state-reason-message': 'StateReason.Message',
  tenancy: 'Placement.Tenancy',
};
