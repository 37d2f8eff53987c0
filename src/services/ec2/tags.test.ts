import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

test('tags of everything are told together, and go one by one or all at once', () => {
  using ec2 = new Ec2Bench();
  const { GroupId = '' } = ec2.call('CreateSecurityGroup', { GroupName: 'web', Description: 'web' });
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const [rule] =
    ec2.call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [GroupId] }] })
      .SecurityGroupRules ?? [];
  const ids = [GroupId, subnet?.SubnetId ?? '', rule?.SecurityGroupRuleId ?? ''];
  ec2.call('CreateTags', {
    Resources: ids,
    Tags: [
      { Key: 'team', Value: 'a' },
      { Key: 'stage', Value: 'prod' },
    ],
  });
  const types = (name: string, value: string): unknown =>
    ec2
      .call('DescribeTags', { Filters: [{ Name: name, Values: [value] }] })
      .Tags?.map(({ ResourceType, Key }) => `${ResourceType} ${Key}`)
      .sort();
  expect(types('tag:team', 'a')).toEqual(['security-group team', 'security-group-rule team', 'subnet team']);
  expect(types('resource-id', GroupId)).toEqual(['security-group stage', 'security-group team']);
  // A value that is another's keeps its tag.
  ec2.call('DeleteTags', { Resources: [GroupId], Tags: [{ Key: 'team', Value: 'b' }, { Key: 'stage' }] });
  expect(types('resource-id', GroupId)).toEqual(['security-group team']);
  ec2.call('DeleteTags', { Resources: ids });
  expect(ec2.call('DescribeTags', {}).Tags).toEqual([]);
});

test('refuses tags that AWS refuses', () => {
  using ec2 = new Ec2Bench();
  const [vpc] = ec2.call('DescribeVpcs', {}).Vpcs ?? [];
  const Resources = [vpc?.VpcId ?? ''];
  const Tags = [{ Key: 'a', Value: 'b' }];
  expect([
    ec2.fail('CreateTags', { Resources, Tags: [{ Key: 'aws:x', Value: 'b' }] }),
    ec2.fail('CreateTags', { Resources, Tags: [...Tags, ...Tags] }),
    ec2.fail('CreateTags', {
      Resources,
      Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `${index}` })),
    }),
    ec2.fail('CreateTags', { Resources: ['thing-1'], Tags }),
    ec2.fail('CreateTags', { Resources: ['vpc-0123456789abcdef0'], Tags }),
    ec2.fail('CreateVpc', {
      CidrBlock: '10.0.0.0/16',
      TagSpecifications: [{ ResourceType: 'subnet', Tags }],
    }),
    ec2.fail('CreateVpc', {
      CidrBlock: '10.0.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }],
    }),
  ]).toEqual([
    "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use",
    "InvalidParameterValue: Duplicate tag key 'a' specified.",
    'TagLimitExceeded: The maximum number of Tags for a resource has been reached.',
    "InvalidID: The ID 'thing-1' is not valid",
    "InvalidVpcID.NotFound: The vpc ID 'vpc-0123456789abcdef0' does not exist",
    "InvalidParameterValue: 'subnet' is not a valid taggable resource type for this operation.",
    'InvalidParameterValue: Tag specification must have at least one tag',
  ]);
});

test('a call must be allowed for what it names, by the tags that this has and gets', () => {
  using ec2 = new Ec2Bench();
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const [id = '', vpc = ''] = [subnet?.SubnetId, subnet?.VpcId];
  ec2.call('CreateTags', { Resources: [id], Tags: [{ Key: 'team', Value: 'a' }] });
  const context = { ...scope, requestId: 'r', principalArn: 'p', signal: new AbortController().signal };
  const demands = (operation: string, input: unknown) => ec2.ec2.service.demands?.(operation, input, context);
  const arn = `arn:aws:ec2:us-east-1:111122223333`;
  const own = { 'aws:ResourceTag/team': 'a', 'ec2:Vpc': `${arn}:vpc/${vpc}` };
  expect(demands('DeleteSubnet', { SubnetId: id })).toEqual([
    { action: 'ec2:DeleteSubnet', resource: `${arn}:subnet/${id}`, conditions: own },
  ]);
  expect(demands('CreateTags', { Resources: [id], Tags: [{ Key: 'stage', Value: 'b' }] })).toEqual([
    {
      action: 'ec2:CreateTags',
      resource: `${arn}:subnet/${id}`,
      conditions: { ...own, 'aws:RequestTag/stage': 'b', 'aws:TagKeys': ['stage'] },
    },
  ]);
  expect(demands('DescribeSubnets', { SubnetIds: [id] })).toEqual([
    { action: 'ec2:DescribeSubnets', resource: '*' },
  ]);
});
