import { expect } from 'vitest';
import type {
  Ec2OperationName,
  Ec2Operations,
  RequestLaunchTemplateData,
  ResourceType,
} from '../../src/aws/contract/ec2.types.gen.ts';

/** Some way to call EC2: in the process, or over HTTP with a client. */
export interface Ec2World {
  call<Name extends Ec2OperationName>(
    operation: Name,
    input: Ec2Operations[Name]['input'],
  ): Promise<Ec2Operations[Name]['output']>;
  /** Resolves when what was pending has come to rest. */
  settle(): Promise<void>;
  /** Bytes as the caller gives them. */
  blob(text: string): string;
}

const cidr = '10.0.0.0/16';
const anywhere = [{ CidrIp: '0.0.0.0/0' }];
const tag = <Type extends ResourceType>(ResourceType: Type) => [
  { ResourceType, Tags: [{ Key: 'Name', Value: 'x' }] },
];

/** Makes something of everything, in the order in which one needs the other, and takes it all down again. */
export async function everyOperation(world: Ec2World): Promise<void> {
  const call: Ec2World['call'] = (operation, input) => world.call(operation, input);

  // VPCs
  const { Vpc } = await call('CreateVpc', {
    CidrBlock: cidr,
    AmazonProvidedIpv6CidrBlock: true,
    TagSpecifications: tag('vpc'),
  });
  const VpcId = Vpc?.VpcId ?? '';
  const ipv6 = (await call('DescribeVpcs', { VpcIds: [VpcId] })).Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]
    ?.Ipv6CidrBlock;
  await call('ModifyVpcAttribute', { VpcId, EnableDnsHostnames: { Value: true } });
  for (const Attribute of [
    'enableDnsHostnames',
    'enableDnsSupport',
    'enableNetworkAddressUsageMetrics',
  ] as const) {
    await call('DescribeVpcAttribute', { VpcId, Attribute });
  }
  await call('ModifyVpcTenancy', { VpcId, InstanceTenancy: 'default' });
  const second = (await call('AssociateVpcCidrBlock', { VpcId, CidrBlock: '10.1.0.0/16' }))
    .CidrBlockAssociation;
  await call('DisassociateVpcCidrBlock', { AssociationId: second?.AssociationId ?? '' });
  const sixth = await call('AssociateVpcCidrBlock', { VpcId, AmazonProvidedIpv6CidrBlock: true });
  await call('DisassociateVpcCidrBlock', {
    AssociationId: sixth.Ipv6CidrBlockAssociation?.AssociationId ?? '',
  });
  const options = await call('CreateDhcpOptions', {
    DhcpConfigurations: [{ Key: 'domain-name', Values: ['test.internal'] }],
  });
  const DhcpOptionsId = options.DhcpOptions?.DhcpOptionsId ?? '';
  await call('AssociateDhcpOptions', { DhcpOptionsId, VpcId });
  await call('DescribeDhcpOptions', { DhcpOptionsIds: [DhcpOptionsId] });
  await call('AssociateDhcpOptions', { DhcpOptionsId: 'default', VpcId });
  await call('DeleteDhcpOptions', { DhcpOptionsId });

  // Subnets and routes
  const { Subnet } = await call('CreateSubnet', {
    VpcId,
    CidrBlock: '10.0.1.0/24',
    AvailabilityZone: 'us-east-1a',
    TagSpecifications: tag('subnet'),
  });
  const SubnetId = Subnet?.SubnetId ?? '';
  await call('ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  const subnetRange = ipv6?.replace('/56', '/64') ?? '';
  const six = await call('AssociateSubnetCidrBlock', { SubnetId, Ipv6CidrBlock: subnetRange });
  await call('DescribeSubnets', { SubnetIds: [SubnetId] });
  await call('DisassociateSubnetCidrBlock', {
    AssociationId: six.Ipv6CidrBlockAssociation?.AssociationId ?? '',
  });
  const InternetGatewayId =
    (await call('CreateInternetGateway', { TagSpecifications: tag('internet-gateway') })).InternetGateway
      ?.InternetGatewayId ?? '';
  await call('AttachInternetGateway', { InternetGatewayId, VpcId });
  await call('DescribeInternetGateways', {});
  const RouteTableId = (await call('CreateRouteTable', { VpcId })).RouteTable?.RouteTableId ?? '';
  const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' };
  await call('CreateRoute', { ...route, GatewayId: InternetGatewayId });
  const eigw = (await call('CreateEgressOnlyInternetGateway', { VpcId })).EgressOnlyInternetGateway;
  const EgressOnlyInternetGatewayId = eigw?.EgressOnlyInternetGatewayId ?? '';
  await call('CreateRoute', { RouteTableId, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId });
  await call('DescribeEgressOnlyInternetGateways', {});
  const association = (await call('AssociateRouteTable', { RouteTableId, SubnetId })).AssociationId ?? '';
  const { RouteTables } = await call('DescribeRouteTables', {
    Filters: [{ Name: 'vpc-id', Values: [VpcId] }],
  });
  const main = RouteTables?.find((table) => table.Associations?.some(({ Main }) => Main))?.RouteTableId ?? '';
  const replaced = await call('ReplaceRouteTableAssociation', {
    AssociationId: association,
    RouteTableId: main,
  });
  await call('DisassociateRouteTable', { AssociationId: replaced.NewAssociationId ?? '' });

  // Addresses and NAT
  const { AllocationId = '' } = await call('AllocateAddress', {
    Domain: 'vpc',
    TagSpecifications: tag('elastic-ip'),
  });
  const nat = (await call('CreateNatGateway', { SubnetId, AllocationId, ClientToken: 'one' })).NatGateway;
  const NatGatewayId = nat?.NatGatewayId ?? '';
  await call('ReplaceRoute', { ...route, NatGatewayId });
  await call('DescribeNatGateways', { NatGatewayIds: [NatGatewayId] });
  await call('DescribeRouteTables', {});
  await call('DeleteNatGateway', { NatGatewayId });
  await call('DeleteRoute', route);
  await call('DescribeAddresses', { AllocationIds: [AllocationId] });
  await call('DescribeAddressesAttribute', { AllocationIds: [AllocationId], Attribute: 'domain-name' });

  // Network ACLs
  const NetworkAclId = (await call('CreateNetworkAcl', { VpcId })).NetworkAcl?.NetworkAclId ?? '';
  const entry = { NetworkAclId, RuleNumber: 100, Egress: false };
  const allow = {
    ...entry,
    Protocol: '6',
    RuleAction: 'allow',
    CidrBlock: cidr,
    PortRange: { From: 80, To: 80 },
  } as const;
  await call('CreateNetworkAclEntry', allow);
  await call('ReplaceNetworkAclEntry', { ...allow, RuleAction: 'deny' });
  const { NetworkAcls } = await call('DescribeNetworkAcls', {
    Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }],
  });
  const AssociationId = NetworkAcls?.[0]?.Associations?.[0]?.NetworkAclAssociationId ?? '';
  const moved =
    (await call('ReplaceNetworkAclAssociation', { AssociationId, NetworkAclId })).NewAssociationId ?? '';
  await call('ReplaceNetworkAclAssociation', {
    AssociationId: moved,
    NetworkAclId: NetworkAcls?.[0]?.NetworkAclId ?? '',
  });
  await call('DeleteNetworkAclEntry', entry);
  await call('DeleteNetworkAcl', { NetworkAclId });

  // Security groups
  const { GroupId = '' } = await call('CreateSecurityGroup', { GroupName: 'web', Description: 'web', VpcId });
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: anywhere }];
  const { SecurityGroupRules } = await call('AuthorizeSecurityGroupIngress', {
    GroupId,
    IpPermissions,
    TagSpecifications: tag('security-group-rule'),
  });
  const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  await call('ModifySecurityGroupRules', {
    GroupId,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: cidr },
      },
    ],
  });
  await call('UpdateSecurityGroupRuleDescriptionsIngress', {
    GroupId,
    SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: 'https' }],
  });
  await call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [GroupId] }] });
  await call('DescribeSecurityGroups', { GroupIds: [GroupId] });
  await call('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] });
  await call('AuthorizeSecurityGroupEgress', { GroupId, IpPermissions });
  await call('UpdateSecurityGroupRuleDescriptionsEgress', { GroupId, IpPermissions });
  await call('RevokeSecurityGroupEgress', { GroupId, IpPermissions });
  await call('DescribeSecurityGroupReferences', { GroupId: [GroupId] });
  await call('DescribeStaleSecurityGroups', { VpcId });
  await call('GetSecurityGroupsForVpc', { VpcId });

  // Network interfaces
  const eni = (
    await call('CreateNetworkInterface', {
      SubnetId,
      Groups: [GroupId],
      Description: 'own',
    })
  ).NetworkInterface;
  const NetworkInterfaceId = eni?.NetworkInterfaceId ?? '';
  for (const Attribute of [
    'description',
    'groupSet',
    'sourceDestCheck',
    'attachment',
    'associatePublicIpAddress',
  ] as const) {
    await call('DescribeNetworkInterfaceAttribute', { NetworkInterfaceId, Attribute });
  }
  await call('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, SourceDestCheck: { Value: false } });
  const eipassoc = (await call('AssociateAddress', { AllocationId, NetworkInterfaceId })).AssociationId ?? '';
  await call('DescribeNetworkInterfaces', { NetworkInterfaceIds: [NetworkInterfaceId] });
  await call('DisassociateAddress', { AssociationId: eipassoc });
  await call('ReleaseAddress', { AllocationId });

  // Tags, zones
  await call('CreateTags', { Resources: [VpcId, SubnetId, GroupId], Tags: [{ Key: 'team', Value: 'a' }] });
  await call('DescribeTags', { Filters: [{ Name: 'key', Values: ['team'] }] });
  await call('DeleteTags', { Resources: [VpcId], Tags: [{ Key: 'team' }] });
  await call('DescribeAvailabilityZones', {});
  await call('DescribeRegions', {});
  await call('DescribeAccountAttributes', {});

  // Endpoints, prefix lists, flow logs
  const ServiceName = 'com.amazonaws.us-east-1.s3';
  const gateway = (
    await call('CreateVpcEndpoint', {
      VpcId,
      ServiceName,
      RouteTableIds: [RouteTableId],
    })
  ).VpcEndpoint;
  const other = {
    VpcId,
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.us-east-1.ecr.api',
  } as const;
  const endpoint = (
    await call('CreateVpcEndpoint', {
      ...other,
      SubnetIds: [SubnetId],
      SecurityGroupIds: [GroupId],
    })
  ).VpcEndpoint;
  const VpcEndpointIds = [gateway?.VpcEndpointId ?? '', endpoint?.VpcEndpointId ?? ''];
  await call('ModifyVpcEndpoint', { VpcEndpointId: VpcEndpointIds[1] ?? '', PrivateDnsEnabled: false });
  await call('DescribeVpcEndpoints', { VpcEndpointIds });
  await call('DescribeVpcEndpointServices', { ServiceNames: [ServiceName] });
  await call('DescribeRouteTables', { RouteTableIds: [RouteTableId] });
  await call('DeleteVpcEndpoints', { VpcEndpointIds });
  await call('DescribePrefixLists', {});
  const list = (
    await call('CreateManagedPrefixList', {
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Entries: [{ Cidr: '192.0.2.0/24' }],
    })
  ).PrefixList;
  const PrefixListId = list?.PrefixListId ?? '';
  await call('ModifyManagedPrefixList', {
    PrefixListId,
    CurrentVersion: 1,
    AddEntries: [{ Cidr: '198.51.100.0/24' }],
  });
  await call('GetManagedPrefixListEntries', { PrefixListId });
  await call('DescribeManagedPrefixLists', {});
  await call('DeleteManagedPrefixList', { PrefixListId });
  const { FlowLogIds = [] } = await call('CreateFlowLogs', {
    ResourceIds: [VpcId],
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::flows',
  });
  await call('DescribeFlowLogs', { FlowLogIds });
  await call('DeleteFlowLogs', { FlowLogIds });

  // Images, keys, launch templates
  const { Images } = await call('DescribeImages', {
    Owners: ['amazon'],
    Filters: [
      { Name: 'name', Values: ['al2023-ami-ecs-hvm-*'] },
      { Name: 'architecture', Values: ['x86_64'] },
    ],
  });
  const ImageId = Images?.[0]?.ImageId ?? '';
  await call('DescribeInstanceTypes', { InstanceTypes: ['t3.micro', 'm7g.large'] });
  await call('DescribeInstanceTypeOfferings', { LocationType: 'availability-zone', MaxResults: 10 });
  const key = await call('CreateKeyPair', { KeyName: 'ed', KeyType: 'ed25519' });
  expect(key.KeyMaterial).toContain('OPENSSH PRIVATE KEY');
  const { KeyPairs } = await call('DescribeKeyPairs', { KeyNames: ['ed'], IncludePublicKey: true });
  const PublicKeyMaterial = world.blob(KeyPairs?.[0]?.PublicKey ?? '');
  const imported = await call('ImportKeyPair', { KeyName: 'again', PublicKeyMaterial });
  expect(imported.KeyFingerprint).toBe(key.KeyFingerprint);
  await call('DeleteKeyPair', { KeyName: 'again' });
  const LaunchTemplateName = 'workers';
  const data: RequestLaunchTemplateData = {
    ImageId,
    InstanceType: 't3.micro',
    SecurityGroupIds: [GroupId],
    KeyName: 'ed',
  };
  await call('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: data });
  await call('CreateLaunchTemplateVersion', {
    LaunchTemplateName,
    SourceVersion: '1',
    LaunchTemplateData: { InstanceType: 't3.small' },
  });
  await call('ModifyLaunchTemplate', { LaunchTemplateName, DefaultVersion: '2' });
  await call('DescribeLaunchTemplates', { LaunchTemplateNames: [LaunchTemplateName] });
  expect(
    (await call('DescribeLaunchTemplateVersions', { LaunchTemplateName })).LaunchTemplateVersions,
  ).toHaveLength(2);

  // Instances
  const { Instances } = await call('RunInstances', {
    MinCount: 1,
    MaxCount: 1,
    SubnetId,
    LaunchTemplate: { LaunchTemplateName, Version: '$Latest' },
    IamInstanceProfile: { Name: 'ecsInstanceRole' },
    TagSpecifications: tag('instance'),
  });
  const InstanceId = Instances?.[0]?.InstanceId ?? '';
  const InstanceIds = [InstanceId];
  expect(Instances?.[0]).toMatchObject({ InstanceType: 't3.small', State: { Name: 'pending' }, SubnetId });
  await world.settle();
  const shown = (await call('DescribeInstances', { InstanceIds })).Reservations?.[0]?.Instances?.[0];
  expect(shown?.State?.Name).toBe('running');
  expect(shown?.PublicIpAddress).toBeDefined();
  await call('DescribeInstanceStatus', {});
  await call('DescribeInstanceCreditSpecifications', { InstanceIds });
  await call('DescribeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: InstanceIds }] });
  await call('DescribeInstanceAttribute', { InstanceId, Attribute: 'userData' });
  await call('ModifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value: true } });
  await call('ModifyInstanceMetadataOptions', { InstanceId, HttpTokens: 'required' });
  const { IamInstanceProfileAssociations: profiles } = await call(
    'DescribeIamInstanceProfileAssociations',
    {},
  );
  const profileAssociation = { AssociationId: profiles?.[0]?.AssociationId ?? '' };
  const IamInstanceProfile = { Name: 'ecsInstanceRole' };
  const newer = await call('ReplaceIamInstanceProfileAssociation', {
    ...profileAssociation,
    IamInstanceProfile,
  });
  await call('DisassociateIamInstanceProfile', {
    AssociationId: newer.IamInstanceProfileAssociation?.AssociationId ?? '',
  });
  await call('AssociateIamInstanceProfile', { InstanceId, IamInstanceProfile });
  const attached = await call('AttachNetworkInterface', { InstanceId, NetworkInterfaceId, DeviceIndex: 1 });
  await call('DetachNetworkInterface', { AttachmentId: attached.AttachmentId ?? '' });
  await call('RebootInstances', { InstanceIds });
  await call('StopInstances', { InstanceIds });
  await world.settle();
  await call('StartInstances', { InstanceIds });
  await call('ModifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value: false } });
  await call('TerminateInstances', { InstanceIds });

  // And down again
  await call('DeleteLaunchTemplateVersions', { LaunchTemplateName, Versions: ['1', '2'] });
  await call('DeleteLaunchTemplate', { LaunchTemplateName });
  await call('DeleteNetworkInterface', { NetworkInterfaceId });
  await call('DeleteRouteTable', { RouteTableId });
  await call('DetachInternetGateway', { InternetGatewayId, VpcId });
  await call('DeleteInternetGateway', { InternetGatewayId });
  await call('DeleteEgressOnlyInternetGateway', { EgressOnlyInternetGatewayId });
  await call('DeleteSecurityGroup', { GroupId });
  await call('DeleteSubnet', { SubnetId });
  await call('DeleteVpc', { VpcId });
  for (const { SubnetId: id = '' } of (await call('DescribeSubnets', {})).Subnets ?? [])
    await call('DeleteSubnet', { SubnetId: id });
  await call('CreateDefaultSubnet', { AvailabilityZone: 'us-east-1c' });
  const [rest] = (await call('DescribeSubnets', {})).Subnets ?? [];
  await call('DeleteSubnet', { SubnetId: rest?.SubnetId ?? '' });
  const [gone] = (await call('DescribeInternetGateways', {})).InternetGateways ?? [];
  const [own] = (await call('DescribeVpcs', {})).Vpcs ?? [];
  const attachment = { InternetGatewayId: gone?.InternetGatewayId ?? '', VpcId: own?.VpcId ?? '' };
  await call('DetachInternetGateway', attachment);
  await call('DeleteInternetGateway', { InternetGatewayId: attachment.InternetGatewayId });
  await call('DeleteVpc', { VpcId: attachment.VpcId });
  await call('CreateDefaultVpc', {});
}
