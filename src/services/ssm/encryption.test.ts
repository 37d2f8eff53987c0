import { expect, test } from 'vitest';
import { testService } from '../../../test/support/aws-service.ts';
import { parameterParts } from '../../../test/support/parameters.ts';
import { kmsBeside } from '../../../test/support/kms.ts';
import type { SsmOperations } from '../../aws/contract/ssm.types.gen.ts';
import { ssmService } from './index.ts';
import { ssmTables } from './model/tables.ts';

function start() {
  const parts = parameterParts();
  const kms = kmsBeside(parts);
  const ssm = testService<SsmOperations>(ssmService(parts), parts);
  const key = kms.call('CreateKey', {}).KeyMetadata;
  return { parts, kms, ssm, id: key?.KeyId ?? '', arn: key?.Arn ?? '' };
}

const Name = '/app/token';
const read = { Name, WithDecryption: true };

test('a SecureString is encrypted under the key that it names, which can decrypt it without us', () => {
  const { kms, ssm, id, arn } = start();
  kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: id });
  ssm.call('PutParameter', { Name, Value: 'secret', Type: 'SecureString', KeyId: 'alias/app' });
  expect(ssm.call('GetParameter', read).Parameter?.Value).toBe('secret');
  const CiphertextBlob = ssm.call('GetParameter', { Name }).Parameter?.Value ?? '';
  const EncryptionContext = { PARAMETER_ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/app/token' };
  const opened = kms.call('Decrypt', { CiphertextBlob, EncryptionContext });
  expect(opened).toMatchObject({ KeyId: arn, Plaintext: Buffer.from('secret').toString('base64') });
  expect(ssm.call('DescribeParameters', {}).Parameters).toMatchObject([{ KeyId: 'alias/app' }]);
});

test('without a key it is the account’s own, which is made for it', () => {
  const { kms, ssm } = start();
  ssm.call('PutParameter', { Name, Value: 'x'.repeat(8000), Type: 'SecureString', Tier: 'Advanced' });
  expect(ssm.call('GetParameter', read).Parameter?.Value).toHaveLength(8000);
  const alias = kms.call('ListAliases', {}).Aliases?.find(({ AliasName }) => AliasName === 'alias/aws/ssm');
  expect(alias?.TargetKeyId).toMatch(/./);
});

test('a key that is missing, disabled or to be deleted is told in KMS’s words', () => {
  const { kms, ssm, id, arn } = start();
  const secure = { Name, Value: 'v', Type: 'SecureString', KeyId: id } as const;
  expect(() => ssm.call('PutParameter', { ...secure, KeyId: 'alias/none' })).toThrow(
    expect.objectContaining({
      code: 'InvalidKeyId',
      message: expect.stringMatching(/^Alias .*alias\/none is not found\./),
    }),
  );
  expect(() => ssm.call('GetParameter', { Name })).toThrow(
    expect.objectContaining({ code: 'ParameterNotFound' }),
  );
  ssm.call('PutParameter', secure);
  kms.call('DisableKey', { KeyId: id });
  expect(() => ssm.call('GetParameter', read)).toThrow(
    expect.objectContaining({
      code: 'InvalidKeyId',
      message: expect.stringContaining(`${arn} is disabled. (Service: AWSKMS`),
    }),
  );
  kms.call('ScheduleKeyDeletion', { KeyId: id });
  expect(() => ssm.call('GetParameters', { Names: [Name], WithDecryption: true })).toThrow(
    /is pending deletion/,
  );
});

test('what was sealed before there were keys still opens, and is encrypted when it is put again', () => {
  const { parts, ssm, id } = start();
  const { parameters, versions } = ssmTables(parts.store);
  const place = { account: '000000000000', region: 'us-east-1', name: Name };
  const sealed = parts.cipher.seal(Buffer.from('old'), `ssm 000000000000 us-east-1 ${Name} 1`);
  const kept = {
    type: 'SecureString',
    tier: 'Standard',
    dataType: 'text',
    labels: [],
    modifiedBy: '',
    modifiedAt: 0,
  } as const;
  versions.put({ ...place, ...kept, version: 1, sealed, keyId: 'alias/aws/ssm' });
  parameters.put({ ...place, type: 'SecureString', version: 1, tags: [] });
  expect(ssm.call('GetParameter', read).Parameter?.Value).toBe('old');
  ssm.call('PutParameter', { Name, Value: 'new', Overwrite: true, KeyId: id });
  expect(ssm.call('GetParameter', read).Parameter?.Value).toBe('new');
  expect(ssm.call('GetParameter', { ...read, Name: `${Name}:1` }).Parameter?.Value).toBe('old');
});
