import { describe, expect, test } from 'vitest';
import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import { newKey, startKms } from '../../../test/support/kms.ts';
import type { KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import { createKms, startKmsUpkeep } from './index.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const day = 86_400_000;

describe('a symmetric key', () => {
  test('opens what it has encrypted, with the same context in any order', () => {
    const kms = startKms();
    const { id, arn } = newKey(kms);
    const EncryptionContext = { a: '1', b: '2' };
    const { CiphertextBlob = '' } = kms.call('Encrypt', {
      KeyId: id,
      Plaintext: base64('x'),
      EncryptionContext,
    });
    expect(CiphertextBlob).toMatch(/^AQICA/);
    const opened = kms.call('Decrypt', { CiphertextBlob, EncryptionContext: { b: '2', a: '1' } });
    expect(opened).toMatchObject({
      KeyId: arn,
      Plaintext: base64('x'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    const wrongs: (Record<string, string> | undefined)[] = [undefined, { a: '1' }, { a: '1', b: '3' }];
    for (const wrong of wrongs) {
      const input = { CiphertextBlob, ...(wrong && { EncryptionContext: wrong }) };
      expect(() => kms.call('Decrypt', input)).toThrow(
        expect.objectContaining({ code: 'InvalidCiphertextException' }),
      );
    }
  });

  test('does not open what was changed in any byte, nor what is no ciphertext', () => {
    const kms = startKms();
    const { id } = newKey(kms);
    const { CiphertextBlob = '' } = kms.call('Encrypt', { KeyId: id, Plaintext: base64('x') });
    const bytes = Buffer.from(CiphertextBlob, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => kms.call('Decrypt', { CiphertextBlob: changed.toString('base64') })).toThrow();
    }
    expect(() => kms.call('Decrypt', { CiphertextBlob: base64('AQICA') })).toThrow(
      expect.objectContaining({ code: 'InvalidCiphertextException', message: '' }),
    );
  });

  test('of the same account in another region, or of none, is not told of', () => {
    const kms = startKms();
    const { id } = newKey(kms);
    const { CiphertextBlob = '' } = kms.call('Encrypt', { KeyId: id, Plaintext: base64('x') });
    expect(() => kms.call('Decrypt', { CiphertextBlob }, { region: 'eu-west-1' })).toThrow(
      /^The ciphertext refers to a customer master key that does not exist/,
    );
  });

  test('is not taken for another one', () => {
    const kms = startKms();
    const { CiphertextBlob = '' } = kms.call('Encrypt', { KeyId: newKey(kms).id, Plaintext: base64('x') });
    expect(() => kms.call('Decrypt', { CiphertextBlob, KeyId: newKey(kms).id })).toThrow(
      expect.objectContaining({
        code: 'IncorrectKeyException',
        message: 'The key ID in the request does not identify a CMK that can perform this operation.',
      }),
    );
  });

  test('gives data keys, and hands ciphertexts over to another key', () => {
    const kms = startKms();
    const [from, to] = [newKey(kms), newKey(kms)];
    const made = kms.call('GenerateDataKey', { KeyId: from.id, KeySpec: 'AES_256' });
    expect(Buffer.from(made.Plaintext ?? '', 'base64')).toHaveLength(32);
    const moved = kms.call('ReEncrypt', {
      CiphertextBlob: made.CiphertextBlob ?? '',
      DestinationKeyId: to.arn,
      DestinationEncryptionContext: { new: 'one' },
    });
    expect(moved).toMatchObject({ SourceKeyId: from.arn, KeyId: to.arn });
    const opened = kms.call('Decrypt', {
      CiphertextBlob: moved.CiphertextBlob ?? '',
      EncryptionContext: { new: 'one' },
    });
    expect(opened).toMatchObject({ Plaintext: made.Plaintext, KeyId: to.arn });
    expect(() => kms.call('GenerateDataKey', { KeyId: from.id })).toThrow(
      'Please specify either number of bytes or key spec.',
    );
  });

  test('still opens what it encrypted before it was rotated, by the clock or on demand', async () => {
    const parts = serviceParts();
    const kms = testService<KmsOperations>(createKms(parts).service, parts);
    using _ = startKmsUpkeep(parts);
    const { id } = newKey(kms);
    const encrypted = (): string =>
      kms.call('Encrypt', { KeyId: id, Plaintext: base64('x') }).CiphertextBlob ?? '';
    const blobs = [encrypted()];
    kms.call('EnableKeyRotation', { KeyId: id, RotationPeriodInDays: 90 });
    await parts.clock.advance(90 * day + 60_000);
    blobs.push(encrypted());
    kms.call('RotateKeyOnDemand', { KeyId: id });
    blobs.push(encrypted());
    const materials = blobs.map((CiphertextBlob) => {
      const { Plaintext, KeyMaterialId } = kms.call('Decrypt', { CiphertextBlob });
      expect(Plaintext).toBe(base64('x'));
      return KeyMaterialId;
    });
    expect(new Set(materials).size).toBe(3);
    const { Rotations } = kms.call('ListKeyRotations', { KeyId: id });
    expect(Rotations?.map(({ RotationType }) => RotationType)).toEqual(['AUTOMATIC', 'ON_DEMAND']);
    const next = (parts.clock.now() - 60_000 + 90 * day) / 1000;
    expect(kms.call('GetKeyRotationStatus', { KeyId: id })).toMatchObject({
      KeyRotationEnabled: true,
      RotationPeriodInDays: 90,
      NextRotationDate: next,
    });
  });

  test('can be rotated on demand twenty-five times', () => {
    const kms = startKms();
    const KeyId = newKey(kms).id;
    for (let count = 0; count < 25; count += 1) kms.call('RotateKeyOnDemand', { KeyId });
    expect(() => kms.call('RotateKeyOnDemand', { KeyId })).toThrow(
      /^The on-demand rotations limit has been reached/,
    );
  });
});

describe('states', () => {
  test('a disabled key, and one that waits for its deletion, cannot be used', () => {
    const kms = startKms();
    const { id, arn } = newKey(kms);
    const use = () => kms.call('Encrypt', { KeyId: id, Plaintext: base64('x') });
    kms.call('DisableKey', { KeyId: id });
    expect(use).toThrow(
      expect.objectContaining({ code: 'DisabledException', message: `${arn} is disabled.` }),
    );
    kms.call('EnableKey', { KeyId: arn });
    use();
    kms.call('ScheduleKeyDeletion', { KeyId: id });
    expect(use).toThrow(
      expect.objectContaining({ code: 'KMSInvalidStateException', message: `${arn} is pending deletion.` }),
    );
    kms.call('CancelKeyDeletion', { KeyId: id });
    expect(kms.call('DescribeKey', { KeyId: id }).KeyMetadata?.KeyState).toBe('Disabled');
  });

  test('a key is gone when its time is up, also before the clock has come by', async () => {
    const parts = serviceParts();
    const kms = testService<KmsOperations>(createKms(parts).service, parts);
    const { id, arn } = newKey(kms);
    kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: id });
    const { CiphertextBlob = '' } = kms.call('Encrypt', { KeyId: 'alias/app', Plaintext: base64('x') });
    kms.call('ScheduleKeyDeletion', { KeyId: id, PendingWindowInDays: 7 });
    await parts.clock.advance(7 * day);
    expect(() => kms.call('DescribeKey', { KeyId: id })).toThrow(
      expect.objectContaining({ code: 'NotFoundException', message: `Key '${arn}' does not exist` }),
    );
    using _ = startKmsUpkeep(parts);
    await parts.clock.advance(60_000);
    expect(kms.call('ListKeys', {}).Keys).toEqual([]);
    expect(() => kms.call('DescribeKey', { KeyId: 'alias/app' })).toThrow(
      'Alias arn:aws:kms:us-east-1:000000000000:alias/app is not found.',
    );
    expect(() => kms.call('Decrypt', { CiphertextBlob })).toThrow(/does not exist/);
    for (const PendingWindowInDays of [6, 31]) {
      expect(() => kms.call('ScheduleKeyDeletion', { KeyId: newKey(kms).id, PendingWindowInDays })).toThrow(
        /7 and 30/,
      );
    }
  });
});

test('aliases', () => {
  const kms = startKms();
  const [one, other] = [newKey(kms), newKey(kms)];
  kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: one.id });
  expect(() => kms.call('CreateAlias', { AliasName: 'alias/app', TargetKeyId: other.id })).toThrow(
    'An alias with the name arn:aws:kms:us-east-1:000000000000:alias/app already exists',
  );
  kms.call('UpdateAlias', { AliasName: 'alias/app', TargetKeyId: other.arn });
  const arn = 'arn:aws:kms:us-east-1:000000000000:alias/app';
  expect(kms.call('DescribeKey', { KeyId: arn }).KeyMetadata?.KeyId).toBe(other.id);
  expect(kms.call('ListAliases', { KeyId: other.id }).Aliases).toMatchObject([{ AliasName: 'alias/app' }]);
  const hmac = newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
  expect(() => kms.call('UpdateAlias', { AliasName: 'alias/app', TargetKeyId: hmac.id })).toThrow(
    /same type/,
  );
  for (const AliasName of ['app', 'alias/', 'alias/aws/ssm', 'alias/a:b']) {
    expect(() => kms.call('CreateAlias', { AliasName, TargetKeyId: one.id })).toThrow();
  }
  kms.call('DeleteAlias', { AliasName: 'alias/app' });
  expect(() => kms.call('DeleteAlias', { AliasName: 'alias/app' })).toThrow(`Alias ${arn} is not found.`);
});

test('what only an owner does cannot be done from another account, and the rest can', () => {
  const kms = startKms();
  const { arn } = newKey(kms);
  const other = { account: '999999999999' };
  const { CiphertextBlob = '' } = kms.call('Encrypt', { KeyId: arn, Plaintext: base64('x') }, other);
  expect(kms.call('Decrypt', { CiphertextBlob }, other).KeyId).toBe(arn);
  const refused = /^This operation cannot be called cross account$/;
  expect(() => kms.call('DisableKey', { KeyId: arn }, other)).toThrow(refused);
  expect(() => kms.call('GetKeyPolicy', { KeyId: arn }, other)).toThrow(refused);
  expect(() => kms.call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: arn }, other)).toThrow(refused);
});

test.each([
  ['nowhere', "Invalid keyId 'nowhere'"],
  ['arn:aws:kms:eu-west-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab', 'Invalid arn eu-west-1'],
  [
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    "Key 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab' does not exist",
  ],
])('no key is %s', (KeyId, message) => {
  expect(() => startKms().call('DescribeKey', { KeyId })).toThrow(
    expect.objectContaining({ code: 'NotFoundException', message }),
  );
});

test('what is asked for to be tried only is not done', () => {
  const kms = startKms();
  const { id } = newKey(kms);
  const dry = { KeyId: id, DryRun: true };
  expect(() => kms.call('Encrypt', { ...dry, Plaintext: base64('x') })).toThrow(
    expect.objectContaining({ code: 'DryRunOperationException' }),
  );
  const grant = {
    ...dry,
    GranteePrincipal: 'arn:aws:iam::000000000000:root',
    Operations: ['Decrypt' as const],
  };
  expect(() => kms.call('CreateGrant', grant)).toThrow(/^The request would have succeeded/);
  expect(kms.call('ListGrants', { KeyId: id }).Grants).toEqual([]);
});

test.each([
  [{ Origin: 'EXTERNAL' }, /^Origin EXTERNAL is not implemented/],
  [{ MultiRegion: true }, /^MultiRegion is not implemented/],
  [{ CustomKeyStoreId: 'cks' }, /^CustomKeyStoreId is not implemented/],
  [{ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }, /^KeySpec SM2 is not supported in this Region$/],
  [{ KeySpec: 'RSA_2048' }, /^You must specify a KeyUsage value/],
  [
    { KeySpec: 'HMAC_256', KeyUsage: 'SIGN_VERIFY' },
    /^KeyUsage SIGN_VERIFY is not compatible with KeySpec HMAC_256$/,
  ],
  [
    {
      Tags: [
        { TagKey: 'a', TagValue: '' },
        { TagKey: 'a', TagValue: '' },
      ],
    },
    /^Duplicate tag keys$/,
  ],
] as const)('CreateKey refuses %j', (input, message) => {
  expect(() =>
    startKms().call('CreateKey', structuredClone(input) as KmsOperations['CreateKey']['input']),
  ).toThrow(message);
});
