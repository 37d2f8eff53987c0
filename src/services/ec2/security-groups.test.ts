import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import type { IpPermission } from '../../aws/contract/ec2.types.gen.ts';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

function group(ec2: Ec2Bench, GroupName: string): string {
  return ec2.call('CreateSecurityGroup', { GroupName, Description: GroupName }).GroupId ?? '';
}

const http = (...ranges: string[]): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 80,
  ToPort: 80,
  IpRanges: ranges.map((CidrIp) => ({ CidrIp })),
});

test('rules of the same protocol and ports are shown as one permission, each with an id of its own', () => {
  using ec2 = new Ec2Bench();
  const [web, balancer] = [group(ec2, 'web'), group(ec2, 'balancer')];
  const made = ec2.call('AuthorizeSecurityGroupIngress', {
    GroupId: web,
    IpPermissions: [
      http('10.0.0.0/8', '192.168.1.7/16'),
      {
        IpProtocol: '6',
        FromPort: 80,
        ToPort: 80,
        UserIdGroupPairs: [{ GroupId: balancer, Description: 'lb' }],
      },
      { IpProtocol: 'all', FromPort: 1, ToPort: 2, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    ],
  });
  const ids = made.SecurityGroupRules?.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId);
  expect(new Set(ids).size).toBe(4);
  expect(made.SecurityGroupRules?.[3]).toMatchObject({ IpProtocol: '-1', FromPort: -1, ToPort: -1 });
  expect(ec2.call('DescribeSecurityGroups', { GroupIds: [web] }).SecurityGroups?.[0]?.IpPermissions).toEqual([
    {
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '192.168.0.0/16' }],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [{ GroupId: balancer, UserId: '111122223333', Description: 'lb' }],
    },
    {
      IpProtocol: '-1',
      IpRanges: [],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    },
  ]);
});

test('a rule goes only by exactly its own words; several go together or not at all', () => {
  using ec2 = new Ec2Bench();
  const GroupId = group(ec2, 'web');
  ec2.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [http('10.0.0.0/8', '10.0.0.0/16')] });
  const notFound = 'InvalidPermission.NotFound: The specified rule does not exist in this security group.';
  expect(
    ec2.fail('RevokeSecurityGroupIngress', { GroupId, IpPermissions: [http('10.0.0.0/8', '10.0.0.0/24')] }),
  ).toBe(notFound);
  expect(
    ec2.fail('RevokeSecurityGroupIngress', {
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 81,
      CidrIp: '10.0.0.0/8',
    }),
  ).toBe(notFound);
  const only = ec2.call('RevokeSecurityGroupIngress', { GroupId, IpPermissions: [http('10.0.0.0/8')] });
  expect(only.RevokedSecurityGroupRules).toMatchObject([{ CidrIpv4: '10.0.0.0/8', IsEgress: false }]);
  expect(
    ec2.call('DescribeSecurityGroups', { GroupIds: [GroupId] }).SecurityGroups?.[0]?.IpPermissions,
  ).toMatchObject([{ IpRanges: [{ CidrIp: '10.0.0.0/16' }] }]);
});

test('refuses what AWS refuses', () => {
  using ec2 = new Ec2Bench();
  const [web, other] = [group(ec2, 'web'), group(ec2, 'other')];
  const VpcId = ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId ?? '';
  const far = ec2.call('CreateSecurityGroup', { GroupName: 'web', Description: 'web', VpcId }).GroupId ?? '';
  const allow = (permission: IpPermission): string =>
    ec2.fail('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [permission] });
  ec2.call('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [http('10.0.0.0/8')] });
  const fromOther = { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, UserIdGroupPairs: [{ GroupId: other }] };
  ec2.call('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [fromOther] });
  expect([
    ec2.fail('CreateSecurityGroup', { GroupName: 'web', Description: 'again', VpcId }),
    ec2.fail('CreateSecurityGroup', { GroupName: 'sg-web', Description: 'x' }),
    allow(http('10.0.0.0/8')),
    allow(http('10.0.0.0/33')),
    allow({ ...http('10.1.0.0/16'), FromPort: undefined }),
    allow({ ...http('10.1.0.0/16'), FromPort: -1 }),
    allow({ ...http('10.1.0.0/16'), IpProtocol: 'carrier-pigeon' }),
    allow({ ...fromOther, UserIdGroupPairs: [{ GroupId: far }] }),
    allow({ ...fromOther, UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0' }] }),
    ec2.fail('DeleteSecurityGroup', { GroupId: other }),
    ec2.fail('DeleteSecurityGroup', { GroupName: 'nobody' }),
  ]).toEqual([
    `InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${VpcId}'`,
    "InvalidParameterValue: Value (sg-web) for parameter GroupName is invalid. Group names may not be in the format 'sg-*'.",
    'InvalidPermission.Duplicate: the specified rule "peer: 10.0.0.0/8, TCP, from port: 80, to port: 80, ALLOW" already exists',
    'InvalidParameterValue: CIDR block 10.0.0.0/33 is malformed',
    "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    'InvalidPermission.Malformed: TCP/UDP port (-1) out of range',
    "InvalidParameterValue: Invalid value 'carrier-pigeon' for IP protocol. Unknown protocol.",
    'InvalidGroup.NotFound: You have specified two resources that belong to different networks.',
    "InvalidGroup.NotFound: The security group 'sg-0123456789abcdef0' does not exist",
    `DependencyViolation: resource ${other} has a dependent object`,
    expect.stringContaining("InvalidGroup.NotFound: The security group 'nobody' does not exist in VPC"),
  ]);
  const [first] = ec2.call('DescribeSecurityGroups', { GroupNames: ['default'] }).SecurityGroups ?? [];
  expect(ec2.fail('DeleteSecurityGroup', { GroupId: first?.GroupId })).toBe(
    `CannotDelete: the specified group: "${first?.GroupId}" name: "default" cannot be deleted by a user`,
  );
});

test('networks are told of groups with their rules, and of every change of one', async () => {
  using ec2 = new Ec2Bench();
  const { directory } = ec2.ec2;
  let changes = 0;
  using _ = directory.onChange(() => (changes += 1));
  const GroupId = group(ec2, 'web');
  const PrefixListId =
    ec2.call('CreateManagedPrefixList', {
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries: 3,
      Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '198.51.100.0/24' }],
    }).PrefixList?.PrefixListId ?? '';
  ec2.call('AuthorizeSecurityGroupIngress', {
    GroupId,
    IpPermissions: [
      { IpProtocol: 'udp', FromPort: 53, ToPort: 53, PrefixListIds: [{ PrefixListId }] },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] },
    ],
  });
  await Promise.resolve();
  expect(changes).toBeGreaterThan(0);
  const dns = { direction: 'ingress', protocol: 'udp', from: 53, to: 53 };
  expect(directory.group(scope, GroupId)?.rules).toEqual([
    { direction: 'egress', protocol: '-1', peer: { cidr: '0.0.0.0/0' } },
    { ...dns, peer: { cidr: '192.0.2.0/24' } },
    { ...dns, peer: { cidr: '198.51.100.0/24' } },
    { direction: 'ingress', protocol: '-1', peer: { groupId: GroupId } },
  ]);
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  expect(directory.subnet(scope, subnet?.SubnetId ?? '')).toMatchObject({
    cidr: subnet?.CidrBlock,
    isDefault: true,
  });
  expect(directory.vpc(scope, subnet?.VpcId ?? '')).toMatchObject({
    isDefault: true,
    cidrs: ['172.31.0.0/16'],
  });
  expect(directory.group(scope, 'sg-0123456789abcdef0')).toBeUndefined();
});

test.each<[string, Partial<IpPermission>, string]>([
  ['a code of all types', { IpProtocol: 'icmp', FromPort: -1, ToPort: 3 }, 'ICMP code (3) out of range'],
  [
    'a type that there is not',
    { IpProtocol: 'icmp', FromPort: 300, ToPort: -1 },
    'ICMP type (300) out of range',
  ],
  [
    'a group of another account',
    { UserIdGroupPairs: [{ GroupName: 'web', UserId: '999988887777' }], IpRanges: [] },
    "The security group 'web' does not exist",
  ],
  [
    'a group of another VPC',
    { UserIdGroupPairs: [{ GroupName: 'web', VpcId: 'vpc-01234567' }], IpRanges: [] },
    'You have specified two resources that belong to different networks.',
  ],
  [
    'a group behind a peering',
    { UserIdGroupPairs: [{ GroupName: 'web', VpcPeeringConnectionId: 'pcx-01234567' }], IpRanges: [] },
    'The parameter UserIdGroupPair.VpcPeeringConnectionId is not supported by this version of Longshore.',
  ],
])('a rule for %s is refused', (_, given, message) => {
  using ec2 = new Ec2Bench();
  const GroupId = group(ec2, 'web');
  const IpPermissions = [{ ...http('10.0.0.0/8'), ...given }];
  expect(() => ec2.call('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions })).toThrow(message);
});
