import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import { ec2Operations } from '../../../tools/generate-contract/ec2-operations.ts';
import type { RequestLaunchTemplateData } from '../../aws/contract/ec2.types.gen.ts';
import { ec2Contract } from '../../aws/contract/ec2.gen.ts';
import { operations } from './operations/index.ts';
import { slowOperations } from './operations/slow.ts';

const cidr = '10.0.0.0/16';
const anywhere = [{ CidrIp: '0.0.0.0/0' }];
const tag = <Type>(ResourceType: Type) => [{ ResourceType, Tags: [{ Key: 'Name', Value: 'x' }] }];

test('every operation that has tables is implemented', () => {
  expect([...Object.keys(operations), ...Object.keys(slowOperations)].sort()).toEqual(
    [...ec2Contract.operations.names()].sort(),
  );
  expect(ec2Operations).toHaveLength(ec2Contract.operations.names().length);
});

test('every operation answers what its model says', async () => {
  using ec2 = new Ec2Bench();
  const { call } = { call: ec2.call.bind(ec2) };

  // VPCs
  const { Vpc } = call('CreateVpc', {
    CidrBlock: cidr,
    AmazonProvidedIpv6CidrBlock: true,
    TagSpecifications: tag('vpc'),
  });
  const VpcId = Vpc?.VpcId ?? '';
  const ipv6 = call('DescribeVpcs', { VpcIds: [VpcId] }).Vpcs?.[0]?.Ipv6CidrBlockAssociationSet?.[0]
    ?.Ipv6CidrBlock;
  call('ModifyVpcAttribute', { VpcId, EnableDnsHostnames: { Value: true } });
  for (const Attribute of [
    'enableDnsHostnames',
    'enableDnsSupport',
    'enableNetworkAddressUsageMetrics',
  ] as const) {
    call('DescribeVpcAttribute', { VpcId, Attribute });
  }
  call('ModifyVpcTenancy', { VpcId, InstanceTenancy: 'default' });
  const second = call('AssociateVpcCidrBlock', { VpcId, CidrBlock: '10.1.0.0/16' }).CidrBlockAssociation;
  call('DisassociateVpcCidrBlock', { AssociationId: second?.AssociationId ?? '' });
  const sixth = call('AssociateVpcCidrBlock', { VpcId, AmazonProvidedIpv6CidrBlock: true });
  call('DisassociateVpcCidrBlock', { AssociationId: sixth.Ipv6CidrBlockAssociation?.AssociationId ?? '' });
  const options = call('CreateDhcpOptions', {
    DhcpConfigurations: [{ Key: 'domain-name', Values: ['test.internal'] }],
  });
  const DhcpOptionsId = options.DhcpOptions?.DhcpOptionsId ?? '';
  call('AssociateDhcpOptions', { DhcpOptionsId, VpcId });
  call('DescribeDhcpOptions', { DhcpOptionsIds: [DhcpOptionsId] });
  call('AssociateDhcpOptions', { DhcpOptionsId: 'default', VpcId });
  call('DeleteDhcpOptions', { DhcpOptionsId });

  // Subnets and routes
  const { Subnet } = call('CreateSubnet', {
    VpcId,
    CidrBlock: '10.0.1.0/24',
    AvailabilityZone: 'us-east-1a',
    TagSpecifications: tag('subnet'),
  });
  const SubnetId = Subnet?.SubnetId ?? '';
  call('ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value: true } });
  const subnetRange = ipv6?.replace('/56', '/64') ?? '';
  const six = call('AssociateSubnetCidrBlock', { SubnetId, Ipv6CidrBlock: subnetRange });
  call('DescribeSubnets', { SubnetIds: [SubnetId] });
  call('DisassociateSubnetCidrBlock', { AssociationId: six.Ipv6CidrBlockAssociation?.AssociationId ?? '' });
  const InternetGatewayId =
    call('CreateInternetGateway', { TagSpecifications: tag('internet-gateway') }).InternetGateway
      ?.InternetGatewayId ?? '';
  call('AttachInternetGateway', { InternetGatewayId, VpcId });
  call('DescribeInternetGateways', {});
  const RouteTableId = call('CreateRouteTable', { VpcId }).RouteTable?.RouteTableId ?? '';
  const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' };
  call('CreateRoute', { ...route, GatewayId: InternetGatewayId });
  const eigw = call('CreateEgressOnlyInternetGateway', { VpcId }).EgressOnlyInternetGateway;
  const EgressOnlyInternetGatewayId = eigw?.EgressOnlyInternetGatewayId ?? '';
  call('CreateRoute', { RouteTableId, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId });
  call('DescribeEgressOnlyInternetGateways', {});
  const association = call('AssociateRouteTable', { RouteTableId, SubnetId }).AssociationId ?? '';
  const { RouteTables } = call('DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] });
  const main = RouteTables?.find((table) => table.Associations?.some(({ Main }) => Main))?.RouteTableId ?? '';
  const replaced = call('ReplaceRouteTableAssociation', { AssociationId: association, RouteTableId: main });
  call('DisassociateRouteTable', { AssociationId: replaced.NewAssociationId ?? '' });

  // Addresses and NAT
  const { AllocationId = '' } = call('AllocateAddress', {
    Domain: 'vpc',
    TagSpecifications: tag('elastic-ip'),
  });
  const nat = call('CreateNatGateway', { SubnetId, AllocationId, ClientToken: 'one' }).NatGateway;
  const NatGatewayId = nat?.NatGatewayId ?? '';
  call('ReplaceRoute', { ...route, NatGatewayId });
  call('DescribeNatGateways', { NatGatewayIds: [NatGatewayId] });
  call('DescribeRouteTables', {});
  call('DeleteNatGateway', { NatGatewayId });
  call('DeleteRoute', route);
  call('DescribeAddresses', { AllocationIds: [AllocationId] });
  call('DescribeAddressesAttribute', { AllocationIds: [AllocationId], Attribute: 'domain-name' });

  // Network ACLs
  const NetworkAclId = call('CreateNetworkAcl', { VpcId }).NetworkAcl?.NetworkAclId ?? '';
  const entry = { NetworkAclId, RuleNumber: 100, Egress: false };
  const allow = {
    ...entry,
    Protocol: '6',
    RuleAction: 'allow',
    CidrBlock: cidr,
    PortRange: { From: 80, To: 80 },
  } as const;
  call('CreateNetworkAclEntry', allow);
  call('ReplaceNetworkAclEntry', { ...allow, RuleAction: 'deny' });
  const { NetworkAcls } = call('DescribeNetworkAcls', {
    Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }],
  });
  const AssociationId = NetworkAcls?.[0]?.Associations?.[0]?.NetworkAclAssociationId ?? '';
  const moved = call('ReplaceNetworkAclAssociation', { AssociationId, NetworkAclId }).NewAssociationId ?? '';
  call('ReplaceNetworkAclAssociation', {
    AssociationId: moved,
    NetworkAclId: NetworkAcls?.[0]?.NetworkAclId ?? '',
  });
  call('DeleteNetworkAclEntry', entry);
  call('DeleteNetworkAcl', { NetworkAclId });

  // Security groups
  const { GroupId = '' } = call('CreateSecurityGroup', { GroupName: 'web', Description: 'web', VpcId });
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: anywhere }];
  const { SecurityGroupRules } = call('AuthorizeSecurityGroupIngress', {
    GroupId,
    IpPermissions,
    TagSpecifications: tag('security-group-rule'),
  });
  const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  call('ModifySecurityGroupRules', {
    GroupId,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: cidr },
      },
    ],
  });
  call('UpdateSecurityGroupRuleDescriptionsIngress', {
    GroupId,
    SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, Description: 'https' }],
  });
  call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [GroupId] }] });
  call('DescribeSecurityGroups', { GroupIds: [GroupId] });
  call('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] });
  call('AuthorizeSecurityGroupEgress', { GroupId, IpPermissions });
  call('UpdateSecurityGroupRuleDescriptionsEgress', { GroupId, IpPermissions });
  call('RevokeSecurityGroupEgress', { GroupId, IpPermissions });
  call('DescribeSecurityGroupReferences', { GroupId: [GroupId] });
  call('DescribeStaleSecurityGroups', { VpcId });
  call('GetSecurityGroupsForVpc', { VpcId });

  // Network interfaces
  const eni = call('CreateNetworkInterface', {
    SubnetId,
    Groups: [GroupId],
    Description: 'own',
  }).NetworkInterface;
  const NetworkInterfaceId = eni?.NetworkInterfaceId ?? '';
  for (const Attribute of [
    'description',
    'groupSet',
    'sourceDestCheck',
    'attachment',
    'associatePublicIpAddress',
  ] as const) {
    call('DescribeNetworkInterfaceAttribute', { NetworkInterfaceId, Attribute });
  }
  call('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, SourceDestCheck: { Value: false } });
  const eipassoc = call('AssociateAddress', { AllocationId, NetworkInterfaceId }).AssociationId ?? '';
  call('DescribeNetworkInterfaces', { NetworkInterfaceIds: [NetworkInterfaceId] });
  call('DisassociateAddress', { AssociationId: eipassoc });
  call('ReleaseAddress', { AllocationId });

  // Tags, zones
  call('CreateTags', { Resources: [VpcId, SubnetId, GroupId], Tags: [{ Key: 'team', Value: 'a' }] });
  call('DescribeTags', { Filters: [{ Name: 'key', Values: ['team'] }] });
  call('DeleteTags', { Resources: [VpcId], Tags: [{ Key: 'team' }] });
  call('DescribeAvailabilityZones', {});
  call('DescribeRegions', {});
  call('DescribeAccountAttributes', {});

  // Endpoints, prefix lists, flow logs
  const ServiceName = 'com.amazonaws.us-east-1.s3';
  const gateway = call('CreateVpcEndpoint', {
    VpcId,
    ServiceName,
    RouteTableIds: [RouteTableId],
  }).VpcEndpoint;
  const other = {
    VpcId,
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.us-east-1.ecr.api',
  } as const;
  const endpoint = call('CreateVpcEndpoint', {
    ...other,
    SubnetIds: [SubnetId],
    SecurityGroupIds: [GroupId],
  }).VpcEndpoint;
  const VpcEndpointIds = [gateway?.VpcEndpointId ?? '', endpoint?.VpcEndpointId ?? ''];
  call('ModifyVpcEndpoint', { VpcEndpointId: VpcEndpointIds[1] ?? '', PrivateDnsEnabled: false });
  call('DescribeVpcEndpoints', { VpcEndpointIds });
  call('DescribeVpcEndpointServices', { ServiceNames: [ServiceName] });
  call('DescribeRouteTables', { RouteTableIds: [RouteTableId] });
  call('DeleteVpcEndpoints', { VpcEndpointIds });
  call('DescribePrefixLists', {});
  const list = call('CreateManagedPrefixList', {
    PrefixListName: 'offices',
    AddressFamily: 'IPv4',
    MaxEntries: 5,
    Entries: [{ Cidr: '192.0.2.0/24' }],
  }).PrefixList;
  const PrefixListId = list?.PrefixListId ?? '';
  call('ModifyManagedPrefixList', {
    PrefixListId,
    CurrentVersion: 1,
    AddEntries: [{ Cidr: '198.51.100.0/24' }],
  });
  call('GetManagedPrefixListEntries', { PrefixListId });
  call('DescribeManagedPrefixLists', {});
  call('DeleteManagedPrefixList', { PrefixListId });
  const { FlowLogIds = [] } = call('CreateFlowLogs', {
    ResourceIds: [VpcId],
    ResourceType: 'VPC',
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::flows',
  });
  call('DescribeFlowLogs', { FlowLogIds });
  call('DeleteFlowLogs', { FlowLogIds });

  // Images, keys, launch templates
  const { Images } = call('DescribeImages', {
    Owners: ['amazon'],
    Filters: [
      { Name: 'name', Values: ['al2023-ami-ecs-hvm-*'] },
      { Name: 'architecture', Values: ['x86_64'] },
    ],
  });
  const ImageId = Images?.[0]?.ImageId ?? '';
  call('DescribeInstanceTypes', { InstanceTypes: ['t3.micro', 'm7g.large'] });
  call('DescribeInstanceTypeOfferings', { LocationType: 'availability-zone', MaxResults: 10 });
  const key = await ec2.callSlow('CreateKeyPair', { KeyName: 'ed', KeyType: 'ed25519' });
  expect(key.KeyMaterial).toContain('OPENSSH PRIVATE KEY');
  const { KeyPairs } = call('DescribeKeyPairs', { KeyNames: ['ed'], IncludePublicKey: true });
  const PublicKeyMaterial = Buffer.from(KeyPairs?.[0]?.PublicKey ?? '').toString('base64');
  const imported = call('ImportKeyPair', { KeyName: 'again', PublicKeyMaterial });
  expect(imported.KeyFingerprint).toBe(key.KeyFingerprint);
  call('DeleteKeyPair', { KeyName: 'again' });
  const LaunchTemplateName = 'workers';
  const data: RequestLaunchTemplateData = {
    ImageId,
    InstanceType: 't3.micro',
    SecurityGroupIds: [GroupId],
    KeyName: 'ed',
  };
  call('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: data });
  call('CreateLaunchTemplateVersion', {
    LaunchTemplateName,
    SourceVersion: '1',
    LaunchTemplateData: { InstanceType: 't3.small' },
  });
  call('ModifyLaunchTemplate', { LaunchTemplateName, DefaultVersion: '2' });
  call('DescribeLaunchTemplates', { LaunchTemplateNames: [LaunchTemplateName] });
  expect(call('DescribeLaunchTemplateVersions', { LaunchTemplateName }).LaunchTemplateVersions).toHaveLength(
    2,
  );

  // Instances
  const { Instances } = call('RunInstances', {
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
  await ec2.clock.advance(2000);
  const shown = call('DescribeInstances', { InstanceIds }).Reservations?.[0]?.Instances?.[0];
  expect(shown?.State?.Name).toBe('running');
  expect(shown?.PublicIpAddress).toBeDefined();
  call('DescribeInstanceStatus', {});
  call('DescribeInstanceCreditSpecifications', { InstanceIds });
  call('DescribeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: InstanceIds }] });
  call('DescribeInstanceAttribute', { InstanceId, Attribute: 'userData' });
  call('ModifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value: true } });
  call('ModifyInstanceMetadataOptions', { InstanceId, HttpTokens: 'required' });
  const { IamInstanceProfileAssociations: profiles } = call('DescribeIamInstanceProfileAssociations', {});
  const profileAssociation = { AssociationId: profiles?.[0]?.AssociationId ?? '' };
  const IamInstanceProfile = { Name: 'ecsInstanceRole' };
  const newer = call('ReplaceIamInstanceProfileAssociation', { ...profileAssociation, IamInstanceProfile });
  call('DisassociateIamInstanceProfile', {
    AssociationId: newer.IamInstanceProfileAssociation?.AssociationId ?? '',
  });
  call('AssociateIamInstanceProfile', { InstanceId, IamInstanceProfile });
  const attached = call('AttachNetworkInterface', { InstanceId, NetworkInterfaceId, DeviceIndex: 1 });
  call('DetachNetworkInterface', { AttachmentId: attached.AttachmentId ?? '' });
  call('RebootInstances', { InstanceIds });
  call('StopInstances', { InstanceIds });
  await ec2.clock.advance(2000);
  call('StartInstances', { InstanceIds });
  expect(ec2.fail('TerminateInstances', { InstanceIds })).toContain('OperationNotPermitted');
  call('ModifyInstanceAttribute', { InstanceId, DisableApiTermination: { Value: false } });
  call('TerminateInstances', { InstanceIds });

  // And down again
  call('DeleteLaunchTemplateVersions', { LaunchTemplateName, Versions: ['1', '2'] });
  call('DeleteLaunchTemplate', { LaunchTemplateName });
  call('DeleteNetworkInterface', { NetworkInterfaceId });
  call('DeleteRouteTable', { RouteTableId });
  call('DetachInternetGateway', { InternetGatewayId, VpcId });
  call('DeleteInternetGateway', { InternetGatewayId });
  call('DeleteEgressOnlyInternetGateway', { EgressOnlyInternetGatewayId });
  call('DeleteSecurityGroup', { GroupId });
  call('DeleteSubnet', { SubnetId });
  call('DeleteVpc', { VpcId });
  for (const { SubnetId: id = '' } of call('DescribeSubnets', {}).Subnets ?? [])
    call('DeleteSubnet', { SubnetId: id });
  call('CreateDefaultSubnet', { AvailabilityZone: 'us-east-1c' });
  const [rest] = call('DescribeSubnets', {}).Subnets ?? [];
  call('DeleteSubnet', { SubnetId: rest?.SubnetId ?? '' });
  const [gone] = call('DescribeInternetGateways', {}).InternetGateways ?? [];
  const [own] = call('DescribeVpcs', {}).Vpcs ?? [];
  const attachment = { InternetGatewayId: gone?.InternetGatewayId ?? '', VpcId: own?.VpcId ?? '' };
  call('DetachInternetGateway', attachment);
  call('DeleteInternetGateway', { InternetGatewayId: attachment.InternetGatewayId });
  call('DeleteVpc', { VpcId: attachment.VpcId });
  call('CreateDefaultVpc', {});

  expect([...ec2.called].sort()).toEqual([...ec2Contract.operations.names()].sort());
});
