import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import { defaultVpc } from '../../agent/network/vpc.ts';

const vpc = defaultVpc('111122223333', 'us-east-1');
const [subnet] = vpc.subnets;
const subnetId = subnet?.id ?? '';

test("a task's interface is shown as the service's own, and holds its subnet and groups", () => {
  using ec2 = new Ec2Bench();
  const GroupId = ec2.call('CreateSecurityGroup', { GroupName: 'web', Description: 'web' }).GroupId ?? '';
  const id = 'eni-0123456789abcdef0';
  ec2.taskInterfaces = [
    {
      id,
      subnetId,
      securityGroups: [GroupId],
      attachmentId: '11111111-2222-4333-8444-555555555555',
      availabilityZone: 'us-east-1a',
      address: '172.31.4.9',
      macAddress: '0a:00:00:00:00:01',
      status: 'in-use',
      createdAt: 1000,
      tags: [{ Key: 'aws:ecs:clusterName', Value: 'shop' }],
    },
  ];
  const byAddress = [{ Name: 'addresses.private-ip-address', Values: ['172.31.4.9'] }];
  const [shown] = ec2.call('DescribeNetworkInterfaces', { Filters: byAddress }).NetworkInterfaces ?? [];
  expect(shown).toMatchObject({
    NetworkInterfaceId: id,
    Description: 'arn:aws:ecs:us-east-1:111122223333:attachment/11111111-2222-4333-8444-555555555555',
    InterfaceType: 'interface',
    RequesterManaged: true,
    Status: 'in-use',
    VpcId: vpc.id,
    PrivateDnsName: 'ip-172-31-4-9.ec2.internal',
    Groups: [{ GroupId, GroupName: 'web' }],
  });
  expect(shown?.Association).toBeUndefined();
  const free = ec2.call('DescribeSubnets', { SubnetIds: [subnetId] }).Subnets?.[0]?.AvailableIpAddressCount;
  expect(free).toBe(4090);
  expect([
    ec2.fail('DeleteNetworkInterface', { NetworkInterfaceId: id }),
    ec2.fail('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, Groups: [vpc.securityGroupId] }),
    ec2.fail('DetachNetworkInterface', { AttachmentId: shown?.Attachment?.AttachmentId ?? '' }),
    ec2.fail('CreateTags', { Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] }),
    ec2.fail('DeleteSecurityGroup', { GroupId }),
    ec2.fail('DeleteSubnet', { SubnetId: subnetId }),
    ec2.fail('CreateNetworkInterface', { SubnetId: subnetId, PrivateIpAddress: '172.31.4.9' }),
  ]).toEqual([
    `InvalidParameterValue: Network interface '${id}' is currently in use.`,
    'AuthFailure: You do not have permission to access the specified resource.',
    'AuthFailure: You do not have permission to access the specified resource.',
    'AuthFailure: You do not have permission to access the specified resource.',
    `DependencyViolation: resource ${GroupId} has a dependent object`,
    `DependencyViolation: The subnet '${subnetId}' has dependencies and cannot be deleted.`,
    'InvalidIPAddress.InUse: Address 172.31.4.9 is in use.',
  ]);
  ec2.taskInterfaces = [];
  ec2.call('DeleteSecurityGroup', { GroupId });
});

test('gives out every address of a subnet once, and none that AWS keeps', () => {
  using ec2 = new Ec2Bench();
  const VpcId = ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/24' }).Vpc?.VpcId ?? '';
  const SubnetId = ec2.call('CreateSubnet', { VpcId, CidrBlock: '10.0.0.16/28' }).Subnet?.SubnetId ?? '';
  const addresses = Array.from({ length: 11 }, () => {
    return ec2.call('CreateNetworkInterface', { SubnetId }).NetworkInterface?.PrivateIpAddress ?? '';
  });
  expect(addresses.sort()).toEqual(
    [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30].map((last) => `10.0.0.${last}`),
  );
  expect(ec2.call('DescribeSubnets', { SubnetIds: [SubnetId] }).Subnets?.[0]?.AvailableIpAddressCount).toBe(
    0,
  );
  expect(ec2.fail('CreateNetworkInterface', { SubnetId })).toContain('InsufficientFreeAddressesInSubnet');
  expect(ec2.fail('CreateNetworkInterface', { SubnetId, PrivateIpAddress: '10.0.0.17' })).toBe(
    "InvalidParameterValue: Address 10.0.0.17 is in subnet's reserved address range",
  );
});

test('an elastic address that moves lets the one of before go', () => {
  using ec2 = new Ec2Bench();
  const own = (): string =>
    ec2.call('CreateNetworkInterface', { SubnetId: subnetId }).NetworkInterface?.NetworkInterfaceId ?? '';
  const [one, other] = [own(), own()];
  const allocate = (): string => ec2.call('AllocateAddress', {}).AllocationId ?? '';
  const [first, second] = [allocate(), allocate()];
  ec2.call('AssociateAddress', { AllocationId: first, NetworkInterfaceId: one });
  ec2.call('AssociateAddress', { AllocationId: second, NetworkInterfaceId: one });
  ec2.call('AssociateAddress', { AllocationId: second, NetworkInterfaceId: other });
  const addresses = ec2.call('DescribeAddresses', { AllocationIds: [first, second] }).Addresses;
  expect(addresses?.map(({ NetworkInterfaceId }) => NetworkInterfaceId)).toEqual([undefined, other]);
  expect(ec2.fail('ReleaseAddress', { AllocationId: second })).toContain('InvalidIPAddress.InUse');
  ec2.call('DeleteNetworkInterface', { NetworkInterfaceId: other });
  ec2.call('ReleaseAddress', { AllocationId: second });
});
