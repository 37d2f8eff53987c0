import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';

const everywhere = '0.0.0.0/0';

function network(ec2: Ec2Bench) {
  const VpcId = ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const SubnetId = ec2.call('CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24' }).Subnet?.SubnetId ?? '';
  const RouteTableId = ec2.call('CreateRouteTable', { VpcId }).RouteTable?.RouteTableId ?? '';
  const gateway = ec2.call('CreateInternetGateway', {}).InternetGateway;
  return { VpcId, SubnetId, RouteTableId, InternetGatewayId: gateway?.InternetGatewayId ?? '' };
}

test('a NAT gateway comes and goes by the clock, and holds its address and subnet meanwhile', async () => {
  using ec2 = new Ec2Bench();
  const { VpcId, SubnetId, RouteTableId, InternetGatewayId } = network(ec2);
  const AllocationId = ec2.call('AllocateAddress', {}).AllocationId ?? '';
  expect(ec2.fail('CreateNatGateway', { SubnetId, AllocationId })).toBe(
    `Gateway.NotAttached: Network ${VpcId} has no Internet gateway attached`,
  );
  ec2.call('AttachInternetGateway', { InternetGatewayId, VpcId });
  const made = ec2.call('CreateNatGateway', { SubnetId, AllocationId }).NatGateway;
  const NatGatewayId = made?.NatGatewayId ?? '';
  const shown = () => ec2.call('DescribeNatGateways', { NatGatewayIds: [NatGatewayId] }).NatGateways?.[0];
  expect(shown()?.State).toBe('pending');
  await ec2.clock.advance(1000);
  expect(shown()).toMatchObject({
    State: 'available',
    NatGatewayAddresses: [{ AllocationId, IsPrimary: true }],
  });
  const [eni] = ec2.call('DescribeNetworkInterfaces', {}).NetworkInterfaces ?? [];
  expect(eni).toMatchObject({
    Description: `Interface for NAT Gateway ${NatGatewayId}`,
    RequesterManaged: true,
  });
  expect(ec2.fail('DetachNetworkInterface', { AttachmentId: eni?.Attachment?.AttachmentId ?? '' })).toBe(
    "OperationNotPermitted: You are not allowed to manage 'ela-attach' attachments.",
  );
  expect(ec2.fail('ReleaseAddress', { AllocationId })).toContain('InvalidIPAddress.InUse');
  ec2.call('CreateRoute', { RouteTableId, DestinationCidrBlock: everywhere, NatGatewayId });
  ec2.call('DeleteNatGateway', { NatGatewayId });
  expect(shown()?.State).toBe('deleting');
  const [table] = ec2.call('DescribeRouteTables', { RouteTableIds: [RouteTableId] }).RouteTables ?? [];
  expect(table?.Routes?.[1]).toMatchObject({ NatGatewayId, State: 'blackhole' });
  ec2.call('ReleaseAddress', { AllocationId });
  ec2.call('DeleteSubnet', { SubnetId });
  await ec2.clock.advance(60 * 60 * 1000 + 1);
  expect(ec2.call('DescribeNatGateways', {}).NatGateways).toEqual([]);
});

test('says in AWS words what is wrong with routes and gateways', () => {
  using ec2 = new Ec2Bench();
  const { VpcId, SubnetId, RouteTableId, InternetGatewayId } = network(ec2);
  const toGateway = { RouteTableId, DestinationCidrBlock: everywhere, GatewayId: InternetGatewayId };
  const detached = ec2.fail('CreateRoute', toGateway);
  ec2.call('AttachInternetGateway', { InternetGatewayId, VpcId });
  ec2.call('CreateRoute', toGateway);
  const other = ec2.call('CreateInternetGateway', {}).InternetGateway?.InternetGatewayId ?? '';
  const AssociationId = ec2.call('AssociateRouteTable', { RouteTableId, SubnetId }).AssociationId ?? '';
  const second = ec2.call('CreateRouteTable', { VpcId }).RouteTable?.RouteTableId ?? '';
  expect([
    detached,
    // The same again is no error, and is the same.
    ec2.call('CreateRoute', toGateway).Return,
    ec2.call('AssociateRouteTable', { RouteTableId, SubnetId }).AssociationId === AssociationId,
    ec2.fail('CreateRoute', { ...toGateway, GatewayId: 'local' }),
    ec2.fail('CreateRoute', { ...toGateway, DestinationCidrBlock: '10.0.0.0/16' }),
    ec2.fail('CreateRoute', { ...toGateway, GatewayId: 'igw-0123456789abcdef0' }),
    ec2.fail('CreateRoute', { ...toGateway, TransitGatewayId: 'tgw-1' }),
    ec2.fail('ReplaceRoute', { ...toGateway, DestinationCidrBlock: '10.9.0.0/16' }),
    ec2.fail('DeleteRoute', { RouteTableId, DestinationCidrBlock: '10.9.0.0/16' }),
    ec2.fail('AssociateRouteTable', { RouteTableId: second, SubnetId }),
    ec2.fail('AttachInternetGateway', { InternetGatewayId, VpcId }),
    ec2.fail('AttachInternetGateway', { InternetGatewayId: other, VpcId }),
    ec2.fail('DetachInternetGateway', { InternetGatewayId: other, VpcId }),
    ec2.fail('DeleteInternetGateway', { InternetGatewayId }),
    ec2.fail('DeleteRouteTable', { RouteTableId }),
  ]).toEqual([
    `InvalidParameter: route table ${RouteTableId} and network gateway ${InternetGatewayId} belong to different networks`,
    true,
    true,
    `RouteAlreadyExists: The route identified by ${everywhere} already exists.`,
    'RouteAlreadyExists: The route identified by 10.0.0.0/16 already exists.',
    "InvalidGatewayID.NotFound: The gateway ID 'igw-0123456789abcdef0' does not exist",
    'UnsupportedOperation: The parameter TransitGatewayId is not supported by this version of Longshore.',
    "InvalidParameterValue: There is no route defined for '10.9.0.0/16' in the route table. Use CreateRoute instead.",
    `InvalidRoute.NotFound: no route with destination-cidr-block 10.9.0.0/16 in route table ${RouteTableId}`,
    `Resource.AlreadyAssociated: the specified association for route table ${second} conflicts with an existing association`,
    `Resource.AlreadyAssociated: resource ${InternetGatewayId} is already attached to network ${VpcId}`,
    `InvalidParameter: Network ${VpcId} already has an internet gateway attached`,
    `Gateway.NotAttached: resource ${other} is not attached to network ${VpcId}`,
    `DependencyViolation: The internetGateway '${InternetGatewayId}' has dependencies and cannot be deleted.`,
    `DependencyViolation: The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
  ]);
});

test('an endpoint has an interface in each of its subnets, and takes them along', () => {
  using ec2 = new Ec2Bench();
  const { VpcId, SubnetId } = network(ec2);
  const ServiceName = 'com.amazonaws.us-east-1.logs';
  const asked = { VpcId, ServiceName, VpcEndpointType: 'Interface' as const, SubnetIds: [SubnetId] };
  expect(ec2.fail('CreateVpcEndpoint', asked)).toContain('enableDnsHostnames VPC attributes set to true');
  expect(ec2.fail('CreateVpcEndpoint', { VpcId, ServiceName: 'com.amazonaws.us-east-1.logs' })).toBe(
    "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.logs' does not exist",
  );
  const made = ec2.call('CreateVpcEndpoint', { ...asked, PrivateDnsEnabled: false }).VpcEndpoint;
  const VpcEndpointId = made?.VpcEndpointId ?? '';
  expect(made?.NetworkInterfaceIds).toHaveLength(1);
  expect(made?.DnsEntries?.[0]?.DnsName).toMatch(/^vpce-.*\.logs\.us-east-1\.vpce\.amazonaws\.com$/);
  expect(ec2.fail('DeleteSubnet', { SubnetId })).toContain('DependencyViolation');
  ec2.call('ModifyVpcEndpoint', { VpcEndpointId, RemoveSubnetIds: [SubnetId] });
  ec2.call('DeleteSubnet', { SubnetId });
  const lost = 'vpce-0123456789abcdef0';
  expect(ec2.call('DeleteVpcEndpoints', { VpcEndpointIds: [lost, VpcEndpointId] }).Unsuccessful).toEqual([
    {
      ResourceId: lost,
      Error: {
        Code: 'InvalidVpcEndpointId.NotFound',
        Message: `The Vpc Endpoint Id '${lost}' does not exist`,
      },
    },
  ]);
  expect(ec2.call('DescribeVpcEndpoints', {}).VpcEndpoints).toEqual([]);
});

test('network ACLs follow their subnets, and entries are told by number and direction', () => {
  using ec2 = new Ec2Bench();
  const { VpcId, SubnetId } = network(ec2);
  const aclOf = () =>
    ec2.call('DescribeNetworkAcls', { Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] })
      .NetworkAcls?.[0];
  const before = aclOf();
  expect(before).toMatchObject({ IsDefault: true, VpcId });
  const own = ec2.call('CreateNetworkAcl', { VpcId }).NetworkAcl;
  expect(own?.Entries).toHaveLength(2);
  const NetworkAclId = own?.NetworkAclId ?? '';
  const AssociationId = before?.Associations?.[0]?.NetworkAclAssociationId ?? '';
  ec2.call('ReplaceNetworkAclAssociation', { AssociationId, NetworkAclId });
  expect(aclOf()?.NetworkAclId).toBe(NetworkAclId);
  const entry = {
    NetworkAclId,
    RuleNumber: 5,
    Egress: true,
    Protocol: 'all',
    RuleAction: 'allow',
    CidrBlock: everywhere,
  } as const;
  ec2.call('CreateNetworkAclEntry', entry);
  expect([
    ec2.fail('CreateNetworkAclEntry', entry),
    ec2.fail('DeleteNetworkAcl', { NetworkAclId }),
    ec2.fail('DeleteNetworkAcl', { NetworkAclId: before?.NetworkAclId ?? '' }),
    ec2.fail('ReplaceNetworkAclAssociation', { AssociationId, NetworkAclId }),
  ]).toEqual([
    'NetworkAclEntryAlreadyExists: The network acl entry identified by 5 already exists.',
    `DependencyViolation: The networkAcl '${NetworkAclId}' has dependencies and cannot be deleted.`,
    `InvalidParameter: cannot delete default network ACL ${before?.NetworkAclId}`,
    `InvalidAssociationID.NotFound: The association ID '${AssociationId}' does not exist`,
  ]);
  ec2.call('DeleteSubnet', { SubnetId });
  ec2.call('DeleteNetworkAcl', { NetworkAclId });
});

test('addresses are of the region, and of no other border group', () => {
  using ec2 = new Ec2Bench();
  const made = ec2.call('AllocateAddress', { NetworkBorderGroup: 'us-east-1' });
  expect(made.NetworkBorderGroup).toBe('us-east-1');
  expect(ec2.fail('AllocateAddress', { NetworkBorderGroup: 'us-east-1-wl1-bos-wlz-1' })).toBe(
    'UnsupportedOperation: The parameter NetworkBorderGroup=us-east-1-wl1-bos-wlz-1 is not supported by this version of Longshore.',
  );
});

test('an endpoint takes only what is of its type, and a policy that is one', () => {
  using ec2 = new Ec2Bench();
  const [vpc] = ec2.call('DescribeVpcs', {}).Vpcs ?? [];
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const asked = { VpcId: vpc?.VpcId ?? '', ServiceName: 'com.amazonaws.us-east-1.s3' };
  const VpcEndpointId = ec2.call('CreateVpcEndpoint', asked).VpcEndpoint?.VpcEndpointId ?? '';
  const ofInterfaces =
    'InvalidParameter: Subnet IDs and security groups are only supported for Interface type VPC Endpoint.';
  const SubnetIds = [subnet?.SubnetId ?? ''];
  expect(ec2.fail('ModifyVpcEndpoint', { VpcEndpointId, AddSubnetIds: SubnetIds })).toBe(ofInterfaces);
  expect(ec2.fail('CreateVpcEndpoint', { ...asked, SubnetIds })).toBe(ofInterfaces);
  expect(ec2.fail('CreateVpcEndpoint', { ...asked, PrivateDnsEnabled: true })).toContain('Private DNS');
  for (const PolicyDocument of ['{', '"text"', '{}']) {
    expect(ec2.fail('ModifyVpcEndpoint', { VpcEndpointId, PolicyDocument })).toContain(
      'InvalidPolicyDocument: ',
    );
    expect(ec2.fail('CreateVpcEndpoint', { ...asked, PolicyDocument })).toContain('InvalidPolicyDocument: ');
  }
  expect(ec2.fail('CreateNatGateway', { AvailabilityMode: 'regional' })).toContain('UnsupportedOperation: ');
});
