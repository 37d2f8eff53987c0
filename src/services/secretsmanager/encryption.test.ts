import { expect, test } from 'vitest';
import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import { kmsBeside } from '../../../test/support/kms.ts';
import type { SecretsmanagerOperations } from '../../aws/contract/secretsmanager.types.gen.ts';
import { secretsManagerService } from './index.ts';
import { secretTables } from './model/tables.ts';

function start() {
  const parts = serviceParts();
  const kms = kmsBeside(parts);
  const secrets = testService<SecretsmanagerOperations>(secretsManagerService(parts), parts);
  const newKey = (): string => kms.call('CreateKey', {}).KeyMetadata?.KeyId ?? '';
  return { parts, kms, secrets, newKey };
}

const token = (digit: string): string => digit.repeat(32);
const SecretId = 'app';
const made = { Name: SecretId, SecretString: 'one', ClientRequestToken: token('1') };

test('a value is encrypted under the secret’s key, for this version of this secret', () => {
  const { parts, kms, secrets, newKey } = start();
  const KmsKeyId = newKey();
  const { ARN = '' } = secrets.call('CreateSecret', { ...made, KmsKeyId });
  expect(secrets.call('DescribeSecret', { SecretId }).KmsKeyId).toBe(KmsKeyId);
  const CiphertextBlob = secretTables(parts.store).versions.get(ARN, token('1'))?.sealed ?? '';
  const EncryptionContext = { SecretARN: ARN, SecretVersionId: token('1') };
  const opened = kms.call('Decrypt', { CiphertextBlob, EncryptionContext });
  expect(opened.Plaintext).toBe(Buffer.from('one').toString('base64'));
  expect(() => kms.call('Decrypt', { CiphertextBlob })).toThrow();
});

test('a key that cannot be used makes its values unreadable, and takes no new ones', () => {
  const { kms, secrets, newKey } = start();
  const KmsKeyId = newKey();
  secrets.call('CreateSecret', { ...made, KmsKeyId });
  kms.call('DisableKey', { KeyId: KmsKeyId });
  expect(() => secrets.call('GetSecretValue', { SecretId })).toThrow(
    expect.objectContaining({
      code: 'DecryptionFailure',
      message: expect.stringMatching(
        /^Secrets Manager can't decrypt the secret value: arn:aws:kms:.* is disabled\. \(Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: .*; Proxy: null\)$/,
      ),
    }),
  );
  const put = { SecretId, SecretString: 'two', ClientRequestToken: token('2') };
  expect(() => secrets.call('PutSecretValue', put)).toThrow(
    expect.objectContaining({ code: 'EncryptionFailure' }),
  );
  expect(secrets.call('DescribeSecret', { SecretId }).VersionIdsToStages).toEqual({
    [token('1')]: ['AWSCURRENT'],
  });
  kms.call('EnableKey', { KeyId: KmsKeyId });
  expect(secrets.call('GetSecretValue', { SecretId }).SecretString).toBe('one');
});

test('another key takes the versions in use with it', () => {
  const { kms, secrets, newKey } = start();
  const [first, second] = [newKey(), newKey()];
  secrets.call('CreateSecret', { ...made, KmsKeyId: first });
  secrets.call('PutSecretValue', { SecretId, SecretString: 'two', ClientRequestToken: token('2') });
  secrets.call('UpdateSecret', { SecretId, KmsKeyId: second, ClientRequestToken: token('3') });
  kms.call('DisableKey', { KeyId: first });
  for (const [VersionStage, value] of [
    ['AWSCURRENT', 'two'],
    ['AWSPREVIOUS', 'one'],
  ] as const) {
    expect(secrets.call('GetSecretValue', { SecretId, VersionStage }).SecretString).toBe(value);
  }
});

test('an empty key is the account’s own, also in the place of another', () => {
  const { secrets, kms, newKey } = start();
  const KmsKeyId = newKey();
  secrets.call('CreateSecret', { ...made, KmsKeyId: '' });
  expect(secrets.call('DescribeSecret', { SecretId }).KmsKeyId).toBeUndefined();
  secrets.call('UpdateSecret', { SecretId, KmsKeyId, ClientRequestToken: token('2') });
  secrets.call('UpdateSecret', { SecretId, KmsKeyId: '', ClientRequestToken: token('3') });
  expect(secrets.call('DescribeSecret', { SecretId }).KmsKeyId).toBeUndefined();
  kms.call('DisableKey', { KeyId: KmsKeyId });
  expect(secrets.call('GetSecretValue', { SecretId }).SecretString).toBe('one');
});

test('a secret that its key does not open any more can be given another key, and a value', () => {
  const { secrets, kms, newKey } = start();
  const [lost, KmsKeyId] = [newKey(), newKey()];
  secrets.call('CreateSecret', { ...made, KmsKeyId: lost });
  kms.call('DisableKey', { KeyId: lost });
  const update = { SecretId, KmsKeyId, SecretString: 'two', ClientRequestToken: token('2') };
  secrets.call('UpdateSecret', update);
  expect(secrets.call('GetSecretValue', { SecretId }).SecretString).toBe('two');
  expect(() => secrets.call('GetSecretValue', { SecretId, VersionStage: 'AWSPREVIOUS' })).toThrow(
    expect.objectContaining({ code: 'DecryptionFailure' }),
  );
});

test('what was sealed before there were keys still opens', () => {
  const { parts, secrets } = start();
  const { ARN = '' } = secrets.call('CreateSecret', made);
  const sealed = parts.cipher.seal(Buffer.from('old'), `${ARN} ${token('1')}`);
  const { versions } = secretTables(parts.store);
  versions.put({
    secretArn: ARN,
    versionId: token('1'),
    stages: ['AWSCURRENT'],
    kind: 'string',
    sealed,
    createdAt: 0,
  });
  expect(secrets.call('GetSecretValue', { SecretId }).SecretString).toBe('old');
});
