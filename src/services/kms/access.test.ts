import { describe, expect, test } from 'vitest';
import { newKey, startKms } from '../../../test/support/kms.ts';

describe('policies', () => {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const policy = (change: object): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...change }] });

  test('are kept, and the account’s own by default', () => {
    const kms = startKms();
    const { id } = newKey(kms);
    expect(JSON.parse(kms.call('GetKeyPolicy', { KeyId: id }).Policy ?? '')).toMatchObject({
      Id: 'key-default-1',
    });
    const Policy = policy({});
    kms.call('PutKeyPolicy', { KeyId: id, Policy });
    expect(kms.call('GetKeyPolicy', { KeyId: id, PolicyName: 'default' }).Policy).toBe(Policy);
    expect(() => kms.call('GetKeyPolicy', { KeyId: id, PolicyName: 'other' })).toThrow(
      'No such policy exists',
    );
  });

  test.each([
    ['no JSON', '{', /JSON/],
    ['no statement', '{"Version":"2012-10-17","Statement":[]}', /statement/],
    ['no action', policy({ Action: undefined }), /^Missing required field Action$/],
    ['no principal', policy({ Principal: undefined }), /^Policy contains a statement with no principal\.$/],
    ['a principal that is none', policy({ Principal: { AWS: 'nobody' } }), /invalid principals/],
    ['a lock-out', policy({ Action: 'kms:Decrypt' }), /^The new key policy will not allow you to update/],
    ['somebody else’s key', policy({ Principal: { AWS: '999999999999' } }), /^The new key policy will not/],
  ])('are refused for %s', (_, Policy, message) => {
    expect(() => startKms().call('CreateKey', { Policy })).toThrow(message);
  });

  test('may lock out who says so', () => {
    startKms().call('CreateKey', {
      Policy: policy({ Action: 'kms:Decrypt' }),
      BypassPolicyLockoutSafetyCheck: true,
    });
  });
});

test('grants are kept, found by their token, and given back', () => {
  const kms = startKms();
  const { id, arn } = newKey(kms);
  const GranteePrincipal = 'arn:aws:iam::000000000000:role/app';
  const asked = {
    KeyId: id,
    GranteePrincipal,
    RetiringPrincipal: GranteePrincipal,
    Operations: ['Decrypt' as const],
    Name: 'n',
  };
  const made = kms.call('CreateGrant', asked);
  expect(kms.call('CreateGrant', asked).GrantId).toBe(made.GrantId);
  expect(kms.call('ListGrants', { KeyId: id }).Grants).toMatchObject([
    { KeyId: arn, GrantId: made.GrantId, GranteePrincipal, Operations: ['Decrypt'] },
  ]);
  expect(kms.call('ListRetirableGrants', { RetiringPrincipal: GranteePrincipal }).Grants).toHaveLength(1);
  const GrantTokens = [made.GrantToken ?? ''];
  kms.call('DescribeKey', { KeyId: id, GrantTokens });
  kms.call('RetireGrant', { GrantToken: made.GrantToken ?? '' });
  expect(() => kms.call('DescribeKey', { KeyId: id, GrantTokens })).toThrow(
    expect.objectContaining({ code: 'InvalidGrantTokenException' }),
  );
  expect(() => kms.call('RevokeGrant', { KeyId: id, GrantId: made.GrantId ?? '' })).toThrow(/not found/);
  expect(() => kms.call('CreateGrant', { ...asked, Operations: ['Sign'] })).toThrow(/Sign/);
});
