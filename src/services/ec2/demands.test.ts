import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import { rootArn } from '../../aws/arn.ts';

const scope = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const arn = (resource: string): string => `arn:aws:ec2:us-east-1:111122223333:${resource}`;
const context = {
  ...scope,
  requestId: 'r',
  principalArn: rootArn(scope),
  signal: new AbortController().signal,
};

function demands(
  operation: string,
  input: object,
  prepare: (ec2: Ec2Bench) => void = () => {},
): readonly (readonly [string, string, unknown?])[] {
  using ec2 = new Ec2Bench();
  prepare(ec2);
  const found = ec2.ec2.service.demands?.(operation, input, context) ?? [];
  return found.map(({ action, resource, conditions }) => [action, resource, conditions]);
}

test('what a call makes is weighed as any of its kind, beside what it names', () => {
  expect(demands('CreateVpc', { CidrBlock: '10.0.0.0/16' })).toEqual([['ec2:CreateVpc', arn('vpc/*'), {}]]);
  const VpcId = 'vpc-0123456789abcdef0';
  expect(demands('CreateSubnet', { VpcId, CidrBlock: '10.0.0.0/24' })).toEqual([
    ['ec2:CreateSubnet', arn('subnet/*'), {}],
    ['ec2:CreateSubnet', arn(`vpc/${VpcId}`), {}],
  ]);
});

test('who tags what he makes needs CreateTags, which may depend on what he makes', () => {
  const Tags = [{ Key: 'team', Value: 'a' }];
  const requested = { 'aws:RequestTag/team': 'a', 'aws:TagKeys': ['team'] };
  expect(demands('CreateVpc', { TagSpecifications: [{ ResourceType: 'vpc', Tags }] })).toEqual([
    ['ec2:CreateVpc', arn('vpc/*'), requested],
    ['ec2:CreateTags', arn('vpc/*'), { ...requested, 'ec2:CreateAction': 'CreateVpc' }],
  ]);
});

test('an image that a parameter names needs the parameter', () => {
  const ImageId = 'resolve:ssm:/team/image:3';
  const needed = ['ssm:GetParameters', 'arn:aws:ssm:us-east-1:111122223333:parameter/team/image', undefined];
  expect(demands('RunInstances', { ImageId })).toContainEqual(needed);
  expect(demands('CreateLaunchTemplate', { LaunchTemplateData: { ImageId } })).toContainEqual(needed);
  const LaunchTemplateName = 'workers';
  const make = (ec2: Ec2Bench): unknown =>
    ec2.call('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: { ImageId } });
  expect(demands('RunInstances', { LaunchTemplate: { LaunchTemplateName } }, make)).toContainEqual(needed);
  const described = 'DescribeLaunchTemplateVersions';
  expect(demands(described, { LaunchTemplateName, ResolveAlias: true }, make)).toContainEqual(needed);
  expect(demands(described, { LaunchTemplateName }, make)).toHaveLength(1);
});
