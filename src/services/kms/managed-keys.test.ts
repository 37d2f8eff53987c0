import { describe, expect, test } from 'vitest';
import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import { startKms } from '../../../test/support/kms.ts';
import type { KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import { createKms } from './index.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a key of AWS', () => {
  test('is made when it is first asked for, and used through its service alone', () => {
    const parts = serviceParts();
    const kms = createKms(parts);
    const { call } = testService<KmsOperations>(kms.service, parts);
    expect(call('ListAliases', {}).Aliases?.every(({ TargetKeyId }) => TargetKeyId === undefined)).toBe(true);
    expect(call('ListKeys', {}).Keys).toEqual([]);
    const { KeyMetadata: key } = call('DescribeKey', { KeyId: 'alias/aws/ssm' });
    expect(key).toMatchObject({ KeyManager: 'AWS', KeyState: 'Enabled' });
    expect(call('DescribeKey', { KeyId: 'alias/aws/ssm' }).KeyMetadata?.KeyId).toBe(key?.KeyId);
    const caller = {
      requestId: '',
      account: '000000000000',
      region: 'us-east-1',
      partition: 'aws',
      principalArn: 'arn:aws:iam::000000000000:root',
      signal: new AbortController().signal,
    };
    const { blob } = kms.keys.encrypt('alias/aws/ssm', Buffer.from('x'), { caller, context: {} });
    expect(kms.keys.decrypt(blob, { caller, context: {} }).plain.toString()).toBe('x');
    const KeyId = key?.KeyId ?? '';
    expect(() => call('Encrypt', { KeyId, Plaintext: base64('x') })).toThrow(
      /is not authorized to perform: kms:Encrypt/,
    );
    expect(() => call('ScheduleKeyDeletion', { KeyId })).toThrow(/no resource-based policy allows/);
    expect(() => call('Decrypt', { CiphertextBlob: blob.toString('base64') })).toThrow(
      /^The ciphertext refers to/,
    );
  });
});

test('a key of AWS’s services is made by its own account alone', () => {
  const { call } = startKms();
  const KeyId = 'arn:aws:kms:us-east-1:111122223333:alias/aws/ssm';
  expect(() => call('DescribeKey', { KeyId })).toThrow(
    expect.objectContaining({ code: 'NotFoundException' }),
  );
  expect(call('ListKeys', {}, { account: '111122223333' }).Keys).toEqual([]);
  expect(call('DescribeKey', { KeyId }, { account: '111122223333' }).KeyMetadata?.KeyManager).toBe('AWS');
});
