import { unsupported } from '../errors.ts';

/**
 * Parameters that mean something which is not here: IPAM, Outposts, transit gateways, local and wavelength
 * zones, prefixes. A call that gives one is refused; `false` asks for nothing.
 */
const refused: Readonly<Record<string, string>> = {
  AllocateAddress: 'Address PublicIpv4Pool CustomerOwnedIpv4Pool IpamPoolId',
  AssociateRouteTable: 'PublicIpv4Pool',
  AssociateSubnetCidrBlock: 'Ipv6IpamPoolId Ipv6NetmaskLength',
  AssociateVpcCidrBlock: `Ipv6CidrBlockNetworkBorderGroup Ipv6Pool Ipv6CidrBlock Ipv4IpamPoolId
    Ipv4NetmaskLength Ipv6IpamPoolId Ipv6NetmaskLength`,
  AttachNetworkInterface: 'NetworkCardIndex EnaSrdSpecification EnaQueueCount',
  CreateDefaultSubnet: 'Ipv6Native',
  CreateFlowLogs: 'DeliverCrossAccountRole TagFieldSpecifications',
  CreateLaunchTemplate: 'Operator',
  CreateNatGateway: 'VpcId AvailabilityZoneAddresses',
  CreateNetworkInterface: `Ipv4Prefixes Ipv4PrefixCount Ipv6Prefixes Ipv6PrefixCount InterfaceType
    EnablePrimaryIpv6 ConnectionTrackingSpecification Operator Ipv6Addresses Ipv6AddressCount`,
  CreateRoute: `VpcEndpointId TransitGatewayId LocalGatewayId CarrierGatewayId CoreNetworkArn OdbNetworkArn
    VpcPeeringConnectionId`,
  CreateSubnet: 'OutpostArn Ipv6Native Ipv4IpamPoolId Ipv4NetmaskLength Ipv6IpamPoolId Ipv6NetmaskLength',
  CreateVpc: `Ipv6Pool Ipv6CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength Ipv6IpamPoolId Ipv6NetmaskLength
    Ipv6CidrBlockNetworkBorderGroup VpcEncryptionControl`,
  CreateVpcEndpoint: 'SubnetConfigurations ServiceNetworkArn ResourceConfigurationArn ServiceRegion',
  DescribeImages: 'ExecutableUsers',
  DescribeVpcEndpointServices: 'ServiceRegions',
  ModifyInstanceAttribute: 'Kernel Ramdisk SriovNetSupport EnaSupport EnclaveOptions',
  ModifyManagedPrefixList: 'IpamPrefixListResolverSyncEnabled',
  ModifyNetworkInterfaceAttribute: `EnaSrdSpecification EnablePrimaryIpv6 ConnectionTrackingSpecification
    AssociatedSubnetIds`,
  ModifySubnetAttribute: `MapCustomerOwnedIpOnLaunch CustomerOwnedIpv4Pool EnableLniAtDeviceIndex
    DisableLniAtDeviceIndex`,
  ModifyVpcEndpoint: 'SubnetConfigurations',
  ReplaceRoute: `VpcEndpointId LocalTarget TransitGatewayId LocalGatewayId CarrierGatewayId CoreNetworkArn
    OdbNetworkArn VpcPeeringConnectionId`,
  RunInstances: `Ipv6AddressCount Ipv6Addresses KernelId RamdiskId ElasticGpuSpecification
    ElasticInferenceAccelerators CpuOptions CapacityReservationSpecification HibernationOptions
    LicenseSpecifications EnablePrimaryIpv6 NetworkPerformanceOptions Operator SecondaryInterfaces
    AdditionalInfo`,
  StartInstances: 'AdditionalInfo',
  StopInstances: 'Hibernate',
};

export function refuseMembers(operation: string, input: unknown): void {
  const names = refused[operation];
  if (names === undefined || typeof input !== 'object' || input === null) return;
  const given = new Map<string, unknown>(Object.entries(input));
  for (const name of names.split(/\s+/)) {
    const value = given.get(name);
    if (value !== undefined && value !== false && !isFalse(value)) throw unsupported(name);
  }
}

/** An attribute's value is wrapped: `{Value: false}`. */
const isFalse = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'Value' in value && value.Value === false;
