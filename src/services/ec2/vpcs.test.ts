import { expect, test } from 'vitest';
import { defaultVpc } from '../../agent/network/vpc.ts';
import { Ec2Bench } from '../../../test/support/ec2.ts';

test('an account begins with a default VPC, whose ids tasks know, and nothing is written for it', () => {
  using ec2 = new Ec2Bench();
  const known = defaultVpc('111122223333', 'us-east-1');
  const { Vpcs } = ec2.call('DescribeVpcs', {});
  expect(Vpcs).toMatchObject([{ VpcId: known.id, CidrBlock: '172.31.0.0/16', IsDefault: true }]);
  const { Subnets } = ec2.call('DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: [known.id] }] });
  expect(Subnets?.map(({ SubnetId }) => SubnetId).sort()).toEqual(known.subnets.map(({ id }) => id).sort());
  expect(Subnets?.every(({ AvailableIpAddressCount }) => AvailableIpAddressCount === 4091)).toBe(true);
  const { SecurityGroups } = ec2.call('DescribeSecurityGroups', {});
  expect(SecurityGroups).toMatchObject([
    {
      GroupId: known.securityGroupId,
      GroupName: 'default',
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: known.securityGroupId }] }],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
  ]);
  expect(ec2.call('DescribeRouteTables', {}).RouteTables?.[0]?.Routes).toHaveLength(2);
  expect(ec2.call('DescribeInternetGateways', {}).InternetGateways).toHaveLength(1);
  expect(ec2.call('DescribeNetworkAcls', {}).NetworkAcls?.[0]?.Associations).toHaveLength(3);
  expect(ec2.call('DescribeDhcpOptions', {}).DhcpOptions).toHaveLength(1);
  expect(ec2.store.table({ name: 'ec2_resources', key: ['id'], columns: () => ({}) }).count()).toBe(0);
});

test('shows the default VPC in the range that the machine has for it, also when it was written in another', () => {
  using ec2 = new Ec2Bench();
  ec2.call('CreateSecurityGroup', { GroupName: 'web', Description: 'web' });
  ec2.defaultRange = '172.30.0.0/16';
  expect(ec2.call('DescribeVpcs', {}).Vpcs?.[0]?.CidrBlock).toBe('172.30.0.0/16');
  const cidrs = ec2.call('DescribeSubnets', {}).Subnets?.map(({ CidrBlock }) => CidrBlock);
  expect(cidrs?.sort()).toEqual(['172.30.0.0/20', '172.30.16.0/20', '172.30.32.0/20']);
  // A row that is written meanwhile is not bound to that range.
  const SubnetId = defaultVpc('111122223333', 'us-east-1').subnets[0]?.id ?? '';
  ec2.call('ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value: false } });
  ec2.defaultRange = '172.31.0.0/16';
  expect(ec2.call('DescribeSubnets', { SubnetIds: [SubnetId] }).Subnets?.[0]?.CidrBlock).toBe(
    '172.31.0.0/20',
  );
});

test('a VPC is made with its belongings and goes with them, once nothing else is in it', () => {
  using ec2 = new Ec2Bench();
  const VpcId = ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const inVpc = [{ Name: 'vpc-id', Values: [VpcId] }];
  expect(ec2.call('DescribeRouteTables', { Filters: inVpc }).RouteTables).toHaveLength(1);
  const SubnetId = ec2.call('CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24' }).Subnet?.SubnetId ?? '';
  expect(ec2.fail('DeleteVpc', { VpcId })).toBe(
    `DependencyViolation: The vpc '${VpcId}' has dependencies and cannot be deleted.`,
  );
  ec2.call('DeleteSubnet', { SubnetId });
  ec2.call('DeleteVpc', { VpcId });
  for (const found of [
    ec2.call('DescribeVpcs', { Filters: inVpc }).Vpcs,
    ec2.call('DescribeRouteTables', { Filters: inVpc }).RouteTables,
    ec2.call('DescribeNetworkAcls', { Filters: inVpc }).NetworkAcls,
    ec2.call('DescribeSecurityGroups', { Filters: inVpc }).SecurityGroups,
  ]) {
    expect(found).toEqual([]);
  }
});

test('says in AWS words what is wrong with ranges and ids', () => {
  using ec2 = new Ec2Bench();
  const VpcId = ec2.call('CreateVpc', { CidrBlock: '10.0.3.7/16' }).Vpc?.VpcId ?? '';
  expect(ec2.call('DescribeVpcs', { VpcIds: [VpcId] }).Vpcs?.[0]?.CidrBlock).toBe('10.0.0.0/16');
  ec2.call('CreateSubnet', { VpcId, CidrBlock: '10.0.1.0/24' });
  expect([
    ec2.fail('CreateVpc', {}),
    ec2.fail('CreateVpc', { CidrBlock: '10.0.0.0/8' }),
    ec2.fail('CreateVpc', { CidrBlock: 'ten' }),
    ec2.fail('CreateSubnet', { VpcId, CidrBlock: '10.1.0.0/24' }),
    ec2.fail('CreateSubnet', { VpcId, CidrBlock: '10.0.1.128/25' }),
    ec2.fail('CreateSubnet', { VpcId, CidrBlock: '10.0.2.0/24', AvailabilityZone: 'us-east-1z' }),
    ec2.fail('DescribeVpcs', { VpcIds: ['vpc-0123456789abcdef0'] }),
    ec2.fail('DescribeSubnets', { SubnetIds: ['foo'] }),
    ec2.fail('DescribeVpcs', { Filters: [{ Name: 'colour', Values: ['blue'] }] }),
    ec2.fail('DescribeVpcs', { MaxResults: 2 }),
    ec2.fail('CreateVpc', { CidrBlock: '10.0.0.0/16', Ipv4IpamPoolId: 'ipam-pool-1' }),
    ec2.fail('CreateVpc', { CidrBlock: '10.0.0.0/16', DryRun: true }),
  ]).toEqual([
    "MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.",
    "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.",
    'InvalidParameterValue: Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
    "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
    "InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet",
    'InvalidParameterValue: Value (us-east-1z) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: us-east-1a, us-east-1b, us-east-1c.',
    "InvalidVpcID.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist",
    'InvalidSubnetID.Malformed: Invalid id: "foo" (expecting "subnet-...")',
    "InvalidParameterValue: The filter 'colour' is invalid",
    'InvalidParameterValue: Value (2) for parameter maxResults is invalid. Expecting a value greater than or equal to 5.',
    'UnsupportedOperation: The parameter Ipv4IpamPoolId is not supported by this version of Longshore.',
    'DryRunOperation: Request would have succeeded, but DryRun flag is set.',
  ]);
  // The dry run has left nothing.
  expect(ec2.call('DescribeVpcs', {}).Vpcs).toHaveLength(2);
});

test('the default VPC can be deleted as on AWS and made again under its ids', () => {
  using ec2 = new Ec2Bench();
  const known = defaultVpc('111122223333', 'us-east-1');
  const InternetGatewayId =
    ec2.call('DescribeInternetGateways', {}).InternetGateways?.[0]?.InternetGatewayId ?? '';
  for (const { id } of known.subnets) ec2.call('DeleteSubnet', { SubnetId: id });
  ec2.call('DetachInternetGateway', { InternetGatewayId, VpcId: known.id });
  ec2.call('DeleteInternetGateway', { InternetGatewayId });
  ec2.call('DeleteVpc', { VpcId: known.id });
  expect(ec2.call('DescribeVpcs', {}).Vpcs).toEqual([]);
  expect(ec2.fail('CreateDefaultSubnet', { AvailabilityZone: 'us-east-1a' })).toBe(
    'DefaultVpcDoesNotExist: No default VPC exists for this account in this region.',
  );
  expect(ec2.call('CreateDefaultVpc', {}).Vpc?.VpcId).toBe(known.id);
  expect(ec2.call('DescribeSubnets', {}).Subnets).toHaveLength(3);
  ec2.call('DeleteSubnet', { SubnetId: known.subnets[1]?.id ?? '' });
  const { Subnet } = ec2.call('CreateDefaultSubnet', { AvailabilityZone: 'us-east-1b' });
  expect(Subnet).toMatchObject({ SubnetId: known.subnets[1]?.id, CidrBlock: '172.31.16.0/20' });
});
