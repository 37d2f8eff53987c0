import { describe, expect, test } from 'vitest';
import { ec2Contract } from '../../../aws/contract/ec2.gen.ts';
import { iamContract } from '../../../aws/contract/iam.gen.ts';
import { kmsContract } from '../../../aws/contract/kms.gen.ts';
import { s3Contract } from '../../../aws/contract/s3.gen.ts';
import { schedulerContract } from '../../../aws/contract/scheduler.gen.ts';
import { denied } from '../errors.ts';
import type { PolicyKind } from '../evaluate/decide.ts';
import { denialText, type Denied } from './denial.ts';

const who = 'arn:aws:iam::111122223333:user/ann';
const implicit = (by: PolicyKind): Denied => ({ effect: 'implicit deny', by, matched: [] });
const explicit = (by: PolicyKind): Denied => ({ effect: 'explicit deny', by, matched: [] });
const text = (action: string, resource: string, of = implicit('identity')): string =>
  denialText(who, { action, resource }, of).replace(`User: ${who} is not authorized to perform: `, '');

test.each([
  [implicit('identity'), 'because no identity-based policy allows the ecs:RunTask action'],
  [implicit('boundary'), 'because no permissions boundary allows the ecs:RunTask action'],
  [implicit('session'), 'because no session policy allows the ecs:RunTask action'],
  [implicit('resource'), 'because no resource-based policy allows the ecs:RunTask action'],
  [explicit('identity'), 'with an explicit deny in an identity-based policy'],
  [explicit('boundary'), 'with an explicit deny in a permissions boundary'],
  [explicit('session'), 'with an explicit deny in a session policy'],
  [explicit('resource'), 'with an explicit deny in a resource-based policy'],
])('%o', (decision, why) => {
  expect(text('ecs:RunTask', 'arn:x', decision)).toBe(`ecs:RunTask on resource: arn:x ${why}`);
});

describe('what it is about', () => {
  const role = 'arn:aws:iam::111122223333:role/service/web';
  const profile = 'arn:aws:iam::111122223333:instance-profile/machine';
  const policy = 'arn:aws:iam::111122223333:policy/p';
  test.each([
    ['s3:GetObject', 'arn:aws:s3:::b/k', 's3:GetObject on resource: "arn:aws:s3:::b/k" because'],
    ['s3:ListAllMyBuckets', '*', 's3:ListAllMyBuckets because'],
    ['iam:GetRole', role, 'iam:GetRole on resource: role web because'],
    [
      'iam:GetInstanceProfile',
      profile,
      'iam:GetInstanceProfile on resource: instance profile machine because',
    ],
    ['iam:GetPolicy', policy, `iam:GetPolicy on resource: policy ${policy} because`],
    ['iam:CreateRole', role, `iam:CreateRole on resource: ${role} because`],
    ['iam:PassRole', role, `iam:PassRole on resource: ${role} because`],
    ['ecs:ListClusters', '*', 'ecs:ListClusters on resource: * because'],
  ])('%s %s', (action, resource, expected) => {
    expect(text(action, resource)).toContain(expected);
  });

  test('STS does not tell why', () => {
    expect(text('sts:AssumeRole', role)).toBe(`sts:AssumeRole on resource: ${role}`);
    expect(text('sts:AssumeRoleWithSAML', role)).toBe('Not authorized to perform sts:AssumeRoleWithSAML');
  });
});

test.each([
  [iamContract, 'AccessDenied', 403],
  [s3Contract, 'AccessDenied', 403],
  [kmsContract, 'AccessDeniedException', 400],
  [schedulerContract, 'AccessDeniedException', 403],
] as const)('each protocol has its class', (contract, code, httpStatus) => {
  expect(denied(contract, 'no')).toMatchObject({ code, httpStatus, message: 'no' });
});

test('EC2 has a sentence before', () => {
  expect(denied(ec2Contract, 'User: x is not authorized')).toMatchObject({
    code: 'UnauthorizedOperation',
    httpStatus: 403,
    message: 'You are not authorized to perform this operation. User: x is not authorized',
  });
});
