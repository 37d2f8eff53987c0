import { expect, test } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { serviceParts } from '../../../test/support/aws-service.ts';
import { rootArn } from '../../aws/arn.ts';
import { checkOutput } from '../../aws/validation/check-output.ts';
import { kmsContract } from '../../aws/contract/kms.gen.ts';
import type { KmsOperations } from '../../aws/contract/kms.types.gen.ts';
import { parseInput } from '../../aws/validation/validate.ts';
import { createKms } from './index.ts';
import { operations } from './operations/index.ts';

test('every operation answers what AWS’s model says it can', async () => {
  const { service } = createKms(serviceParts());
  const account = '000000000000';
  const principalArn = rootArn({ partition: 'aws', account });
  const called = new Set<string>();
  const call = async <Name extends keyof KmsOperations>(
    name: Name,
    input: KmsOperations[Name]['input'],
  ): Promise<KmsOperations[Name]['output']> => {
    called.add(name);
    const parsed = parseInput(kmsContract, name, JSON.stringify(input), service.validationError);
    const { signal } = new AbortController();
    const context = { requestId: '', account, region: 'us-east-1', partition: 'aws', principalArn, signal };
    const output: unknown = JSON.parse(JSON.stringify(await service.handle(name, parsed, context)));
    expect(checkOutput(kmsContract, name, output), name).toEqual([]);
    return output as KmsOperations[Name]['output'];
  };
  const newKey = async (input: KmsOperations['CreateKey']['input']): Promise<string> =>
    (await call('CreateKey', input)).KeyMetadata?.KeyId ?? '';

  const KeyId = await newKey({ Description: 'd', Tags: [{ TagKey: 'a', TagValue: 'b' }] });
  await call('DescribeKey', { KeyId });
  await call('ListKeys', {});
  await call('CreateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
  await call('UpdateAlias', { AliasName: 'alias/a', TargetKeyId: KeyId });
  await call('ListAliases', {});
  await call('DeleteAlias', { AliasName: 'alias/a' });
  await call('UpdateKeyDescription', { KeyId, Description: '' });
  await call('TagResource', { KeyId, Tags: [{ TagKey: 'c', TagValue: 'd' }] });
  await call('ListResourceTags', { KeyId });
  await call('UntagResource', { KeyId, TagKeys: ['c'] });
  const { Policy = '' } = await call('GetKeyPolicy', { KeyId });
  await call('PutKeyPolicy', { KeyId, Policy });
  await call('ListKeyPolicies', { KeyId });
  await call('EnableKeyRotation', { KeyId });
  await call('GetKeyRotationStatus', { KeyId });
  await call('RotateKeyOnDemand', { KeyId });
  await call('ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
  await call('DisableKeyRotation', { KeyId });
  const { CiphertextBlob = '' } = await call('Encrypt', { KeyId, Plaintext: 'eA==' });
  await call('Decrypt', { CiphertextBlob });
  await call('ReEncrypt', { CiphertextBlob, DestinationKeyId: KeyId });
  await call('GenerateDataKey', { KeyId, KeySpec: 'AES_128' });
  await call('GenerateDataKeyWithoutPlaintext', { KeyId, NumberOfBytes: 64 });
  await call('GenerateDataKeyPair', { KeyId, KeyPairSpec: 'ECC_NIST_P256' });
  await call('GenerateDataKeyPairWithoutPlaintext', { KeyId, KeyPairSpec: 'ECC_NIST_EDWARDS25519' });
  await call('GenerateRandom', { NumberOfBytes: 1 });
  const grant = {
    KeyId,
    GranteePrincipal: principalArn,
    RetiringPrincipal: principalArn,
    Operations: ['Decrypt' as const],
  };
  const { GrantId = '' } = await call('CreateGrant', {
    ...grant,
    Constraints: { EncryptionContextSubset: { a: 'b' } },
  });
  await call('ListGrants', { KeyId });
  await call('ListRetirableGrants', { RetiringPrincipal: principalArn });
  await call('RevokeGrant', { KeyId, GrantId });
  const { GrantToken = '' } = await call('CreateGrant', grant);
  await call('RetireGrant', { GrantToken });

  const rsa = await newKey({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
  await call('GetPublicKey', { KeyId: rsa });
  const signing = { KeyId: rsa, Message: 'eA==', SigningAlgorithm: 'RSASSA_PSS_SHA_256' as const };
  const { Signature = '' } = await call('Sign', signing);
  await call('Verify', { ...signing, Signature });
  const hmac = {
    KeyId: await newKey({ KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    Message: 'eA==',
  };
  const { Mac = '' } = await call('GenerateMac', { ...hmac, MacAlgorithm: 'HMAC_SHA_224' });
  await call('VerifyMac', { ...hmac, MacAlgorithm: 'HMAC_SHA_224', Mac });
  const other = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey;
  const PublicKey = other.export({ type: 'spki', format: 'der' }).toString('base64');
  const agreeing = await newKey({ KeySpec: 'ECC_NIST_P384', KeyUsage: 'KEY_AGREEMENT' });
  await call('DeriveSharedSecret', { KeyId: agreeing, PublicKey, KeyAgreementAlgorithm: 'ECDH' });

  await call('DisableKey', { KeyId });
  await call('EnableKey', { KeyId });
  await call('ScheduleKeyDeletion', { KeyId });
  await call('DescribeKey', { KeyId });
  await call('CancelKeyDeletion', { KeyId });
  expect([...called].sort()).toEqual(Object.keys(operations).sort());
});
