import { describe, expect, test } from 'vitest';
import {
  checkIdentityPolicy,
  checkManagedPolicy,
  checkTrustPolicy,
  policyProblem,
} from './policy-document.ts';

type Fields = Readonly<Record<string, unknown>>;
const good: Fields = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const text = (...Statement: readonly Fields[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const withIt = (more: Fields): string => text({ ...good, ...more });

describe('policies of permissions', () => {
  test.each([
    text(good),
    JSON.stringify({ Statement: good }),
    withIt({ Action: ['s3:*', '*'], Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/${aws:username}/*'] }),
    text({ Effect: 'Deny', NotAction: 'iam:*', NotResource: 'arn:aws:iam::*:role/x*' }),
    withIt({
      Resource: ['arn:aws:iam::111122223333:*', 'arn:aws:iam::*:ro*', 'arn:*:ecs:*:*:task/*', 'arn:aws:sqs'],
    }),
    withIt({ Resource: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*' }),
    withIt({ Condition: { 'ForAnyValue:StringLikeIfExists': { k: ['a', 1, true] }, Null: { k: 'true' } } }),
    withIt({ Condition: { DateLessThan: { 'aws:CurrentTime': ['2026-01-01T00:00:00Z', '1767225600'] } } }),
    withIt({ Condition: {}, Sid: '' }),
  ])('%s', (document) => {
    expect(policyProblem(document)).toBeUndefined();
  });

  const syntax = 'Syntax errors in policy.';
  const legacy = 'The policy failed legacy parsing';
  test.each([
    ['{', syntax],
    ['[]', syntax],
    ['{"Version":"2012-10-17"}', syntax],
    [JSON.stringify({ Version: '2020-01-01', Statement: good }), syntax],
    [JSON.stringify({ Versoin: '2012-10-17', Statement: good }), syntax],
    [withIt({ Extra: 1 }), syntax],
    [withIt({ NotAction: 's3:*' }), syntax],
    [withIt({ Action: [1] }), syntax],
    [withIt({ Condition: { StringIs: { k: 'v' } } }), syntax],
    [withIt({ Condition: { Bool: 'true' } }), syntax],
    [withIt({ Condition: { Bool: { k: {} } } }), syntax],
    [withIt({ Effect: 'allow' }), legacy],
    [withIt({ Condition: { DateEquals: { k: 'soon' } } }), legacy],
    [withIt({ Resource: 'notarn:aws:s3:::b' }), legacy],
    [withIt({ Principal: '*' }), 'Policy document should not specify a principal.'],
    [text({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    [withIt({ Action: [] }), 'Policy statement must contain actions.'],
    [text({ Effect: 'Allow', Action: 's3:*' }), 'Policy statement must contain resources.'],
    [withIt({ Resource: [] }), 'Policy statement must contain resources.'],
    [
      withIt({ Action: 'GetObject' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [withIt({ Action: 's3:Get:Object' }), 'Actions/Condition can contain only one colon.'],
    [withIt({ Action: 's_3:GetObject' }), 'Vendor s_3 is not valid'],
    [withIt({ Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
    [
      withIt({ Resource: 'arn:azure:s3:::b' }),
      'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
    ],
    [withIt({ Resource: 'arn:aws' }), 'Resource vendor must be fully qualified and cannot contain regexes.'],
    [
      withIt({ Resource: 'arn:aws:s3:us-east-1::b' }),
      'Resource arn:aws:s3:us-east-1::b can not contain region information.',
    ],
    [
      withIt({ Resource: 'arn:aws:iam:us-east-1:1:user/a' }),
      'IAM resource arn:aws:iam:us-east-1:1:user/a cannot contain region information.',
    ],
    [
      withIt({ Resource: 'arn:aws:iam::1:person/a' }),
      'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [
      text({ ...good, Sid: 'a' }, { ...good, Sid: 'a' }),
      'Statement IDs (SID) in a single policy must be unique.',
    ],
  ])('%s: %s', (document, problem) => {
    expect(() => checkIdentityPolicy(document)).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocumentException', message: problem }),
    );
  });

  test('a managed policy says of which version it is', () => {
    checkManagedPolicy(text(good));
    expect(() => checkManagedPolicy(JSON.stringify({ Statement: good }))).toThrow(
      'Policy document must be version 2012-10-17 or greater.',
    );
  });
});

describe('trust policies', () => {
  const account = '111122223333';
  const known = { account, has: (kind: string, path: string) => kind === 'role' && path === 'ci/deploy' };
  const trust = (Principal: unknown, more: Fields = {}): string =>
    text({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

  test.each([
    trust({ Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] }),
    trust({ AWS: account }),
    trust({ AWS: '*' }),
    trust({ AWS: [`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:role/ci/deploy`] }),
    trust({ AWS: 'arn:aws:iam::444455556666:role/anything' }),
    trust(
      { Federated: 'arn:aws:iam::1:oidc-provider/x' },
      { Action: 'sts:AssumeRoleWithWebIdentity' },
    ).replace('::1:', `::${account}:`),
    trust(
      { Service: 'a.amazonaws.com' },
      { Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] },
    ),
  ])('%s', (document) => {
    expect(() => checkTrustPolicy(document, known)).not.toThrow();
  });

  test.each([
    ['{', 'This policy contains invalid Json'],
    [trust({ AWS: account }, { Resource: '*' }), 'Has prohibited field Resource'],
    [text({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    [
      trust({ AWS: account }, { Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [trust({ Service: 'ecs-tasks' }), 'Invalid principal in policy: "Service":"ecs-tasks"'],
    [trust({ Robot: 'x' }), 'Invalid principal in policy: "Robot":"x"'],
    [
      trust({ AWS: `arn:aws:iam::${account}:role/missing` }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${account}:role/missing"`,
    ],
    [
      trust({}),
      'Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
    ],
  ])('%s: %s', (document, problem) => {
    expect(() => checkTrustPolicy(document, known)).toThrow(problem);
  });
});
