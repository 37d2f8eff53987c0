import { expect, test } from 'vitest';
import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import type { KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import { createKms } from './index.ts';

const role = 'arn:aws:iam::000000000000:role/app';

function start() {
  const parts = serviceParts();
  const { service } = createKms(parts);
  const { call } = testService<KmsOperations>(service, parts);
  const { KeyMetadata: key } = call('CreateKey', { Tags: [{ TagKey: 'team', TagValue: 'a' }] });
  const context = {
    requestId: '',
    account: '000000000000',
    region: 'us-east-1',
    partition: 'aws',
    principalArn: role,
    signal: new AbortController().signal,
  };
  const demands = (operation: string, input: object) => service.demands?.(operation, input, context) ?? [];
  return { call, demands, KeyId: key?.KeyId ?? '', arn: key?.Arn ?? '' };
}

test('the key’s policy goes with what is asked of it, and the grants of the key are part of it', () => {
  const { call, demands, KeyId, arn } = start();
  call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: KeyId });
  const EncryptionContext = { tenant: 'x' };
  const [demand, ...others] = demands('Encrypt', { KeyId: 'alias/app', EncryptionContext });
  expect(others).toEqual([]);
  expect(demand).toMatchObject({
    action: 'kms:Encrypt',
    resource: arn,
    resourceAccount: '000000000000',
    conditions: {
      'kms:RequestAlias': 'alias/app',
      'kms:ResourceAliases': ['alias/app'],
      'kms:EncryptionContext:tenant': 'x',
      'kms:EncryptionContextKeys': ['tenant'],
      'kms:CallerAccount': '000000000000',
      'aws:ResourceTag/team': 'a',
    },
  });
  const statements = (): unknown[] =>
    (JSON.parse(demands('Encrypt', { KeyId })[0]?.resourcePolicy ?? '') as { Statement: unknown[] })
      .Statement;
  expect(statements()).toHaveLength(1);
  const constraints = { EncryptionContextEquals: EncryptionContext };
  call('CreateGrant', { KeyId, GranteePrincipal: role, Operations: ['Decrypt'], Constraints: constraints });
  expect(statements()[1]).toEqual({
    Effect: 'Allow',
    Principal: { AWS: role },
    Action: ['kms:Decrypt'],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:EncryptionContext:tenant': 'x' },
      'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['tenant'] },
    },
  });
});

test('a ciphertext tells its key', () => {
  const { call, demands, KeyId, arn } = start();
  const { CiphertextBlob = '' } = call('Encrypt', { KeyId, Plaintext: 'eA==' });
  expect(demands('Decrypt', { CiphertextBlob })).toMatchObject([{ action: 'kms:Decrypt', resource: arn }]);
  expect(demands('ReEncrypt', { CiphertextBlob, DestinationKeyId: KeyId })).toMatchObject([
    { action: 'kms:ReEncryptFrom', resource: arn },
    { action: 'kms:ReEncryptTo', resource: arn },
  ]);
});

test('what is of no key, and what does not exist', () => {
  const { call, demands } = start();
  expect(demands('CreateKey', { KeySpec: 'HMAC_256', Tags: [{ TagKey: 'a', TagValue: 'b' }] })).toEqual([
    {
      action: 'kms:CreateKey',
      resource: '*',
      conditions: {
        'kms:CallerAccount': '000000000000',
        'kms:KeySpec': 'HMAC_256',
        'aws:RequestTag/a': 'b',
        'aws:TagKeys': ['a'],
      },
    },
  ]);
  const missing = '1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(demands('DescribeKey', { KeyId: missing })).toMatchObject([
    { resource: `arn:aws:kms:us-east-1:000000000000:key/${missing}` },
  ]);
  expect(demands('Decrypt', { CiphertextBlob: 'AAAA' })).toMatchObject([{ resource: '*' }]);
  // To ask makes no key.
  demands('DescribeKey', { KeyId: 'alias/aws/ssm' });
  expect(call('ListKeys', {}).Keys).toHaveLength(1);
});

test('an alias is demanded beside its key', () => {
  const { demands, KeyId, arn } = start();
  expect(demands('CreateAlias', { AliasName: 'alias/app', TargetKeyId: KeyId })).toMatchObject([
    { action: 'kms:CreateAlias', resource: 'arn:aws:kms:us-east-1:000000000000:alias/app' },
    { action: 'kms:CreateAlias', resource: arn },
  ]);
});
