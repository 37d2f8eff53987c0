import { createHash, createPublicKey, generateKeyPairSync, diffieHellman, verify } from 'node:crypto';
import * as kms from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../support/aws-clients.ts';
import { startKms, type TestKms } from './client.ts';

let started: TestKms;
beforeAll(async () => {
  started = await startKms();
});
afterAll(() => started[Symbol.asyncDispose]());

const create = async (KeySpec: kms.KeySpec, KeyUsage: kms.KeyUsageType): Promise<string> => {
  const { KeyMetadata } = await started.client.send(new kms.CreateKeyCommand({ KeySpec, KeyUsage }));
  return KeyMetadata?.KeyId ?? '';
};

const Message = Buffer.from('a message');

describe.each([
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256'],
  ['RSA_3072', 'RSASSA_PSS_SHA_512', 'sha512'],
  ['ECC_NIST_P256', 'ECDSA_SHA_256', 'sha256'],
  ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384'],
  ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512'],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256'],
] as const)('%s with %s', (spec, SigningAlgorithm, hash) => {
  test('signs messages and digests, which anybody can verify', async () => {
    const { client } = started;
    const KeyId = await create(spec, 'SIGN_VERIFY');
    const digest = createHash(hash).update(Message).digest();
    const signed = await client.send(new kms.SignCommand({ KeyId, Message, SigningAlgorithm }));
    const overDigest = { KeyId, Message: digest, MessageType: 'DIGEST', SigningAlgorithm } as const;
    const signedDigest = await client.send(new kms.SignCommand(overDigest));
    const { Signature } = signed;
    expect((await client.send(new kms.VerifyCommand({ ...overDigest, Signature }))).SignatureValid).toBe(
      true,
    );
    const verified = { KeyId, Message, SigningAlgorithm, Signature: signedDigest.Signature };
    expect((await client.send(new kms.VerifyCommand(verified))).SignatureValid).toBe(true);
    const other = { ...verified, Message: Buffer.from('another') };
    expect(await refusal(client.send(new kms.VerifyCommand(other)))).toMatchObject({
      name: 'KMSInvalidSignatureException',
      status: 400,
    });
    const known = await client.send(new kms.GetPublicKeyCommand({ KeyId }));
    expect(known).toMatchObject({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' });
    expect(known.SigningAlgorithms).toContain(SigningAlgorithm);
    if (SigningAlgorithm.startsWith('RSASSA_PSS')) return;
    const key = createPublicKey({ key: Buffer.from(known.PublicKey ?? []), format: 'der', type: 'spki' });
    expect(verify(hash, Message, key, signed.Signature ?? Buffer.alloc(0))).toBe(true);
    expect(verify(hash, Message, key, signedDigest.Signature ?? Buffer.alloc(0))).toBe(true);
  });
});

test('Ed25519 signs messages alone', async () => {
  const { client } = started;
  const KeyId = await create('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY');
  const input = { KeyId, Message, SigningAlgorithm: 'ED25519_SHA_512' } as const;
  const { Signature } = await client.send(new kms.SignCommand(input));
  expect((await client.send(new kms.VerifyCommand({ ...input, Signature }))).SignatureValid).toBe(true);
  const { name } = await refusal(client.send(new kms.SignCommand({ ...input, MessageType: 'DIGEST' })));
  expect(name).toBe('ValidationException');
});

test('RSA encrypts as much as its padding leaves room for', async () => {
  const { client } = started;
  const KeyId = await create('RSA_2048', 'ENCRYPT_DECRYPT');
  const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256';
  const Plaintext = Buffer.alloc(190, 7);
  const { CiphertextBlob } = await client.send(
    new kms.EncryptCommand({ KeyId, Plaintext, EncryptionAlgorithm }),
  );
  const opened = await client.send(new kms.DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm }));
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
  const longer = { KeyId, Plaintext: Buffer.alloc(191), EncryptionAlgorithm } as const;
  expect((await refusal(client.send(new kms.EncryptCommand(longer)))).message).toBe(
    'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.',
  );
  const moved = await client.send(
    new kms.ReEncryptCommand({
      CiphertextBlob,
      SourceKeyId: KeyId,
      SourceEncryptionAlgorithm: EncryptionAlgorithm,
      DestinationKeyId: await create('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'),
    }),
  );
  const again = await client.send(new kms.DecryptCommand({ CiphertextBlob: moved.CiphertextBlob }));
  expect(Buffer.from(again.Plaintext ?? [])).toEqual(Plaintext);
  expect(await refusal(client.send(new kms.EncryptCommand({ KeyId, Plaintext })))).toMatchObject({
    name: 'InvalidKeyUsageException',
    message: 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.',
  });
});

test('an HMAC is verified by the key alone', async () => {
  const { client } = started;
  const KeyId = await create('HMAC_512', 'GENERATE_VERIFY_MAC');
  const input = { KeyId, Message, MacAlgorithm: 'HMAC_SHA_512' } as const;
  const { Mac } = await client.send(new kms.GenerateMacCommand(input));
  expect(Mac).toHaveLength(64);
  expect((await client.send(new kms.VerifyMacCommand({ ...input, Mac }))).MacValid).toBe(true);
  const wrong = { ...input, Mac: Buffer.alloc(64) };
  expect((await refusal(client.send(new kms.VerifyMacCommand(wrong)))).name).toBe('KMSInvalidMacException');
  expect((await refusal(client.send(new kms.EncryptCommand({ KeyId, Plaintext: Message })))).message).toMatch(
    /^arn:aws:kms:us-east-1:111122223333:key\/.* key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt\.$/,
  );
});

test('two who agree on a secret have the same', async () => {
  const { client } = started;
  const KeyId = await create('ECC_NIST_P256', 'KEY_AGREEMENT');
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const PublicKey = other.publicKey.export({ type: 'spki', format: 'der' });
  const agreed = { KeyId, PublicKey, KeyAgreementAlgorithm: 'ECDH' } as const;
  const { SharedSecret } = await client.send(new kms.DeriveSharedSecretCommand(agreed));
  const known = await client.send(new kms.GetPublicKeyCommand({ KeyId }));
  const publicKey = createPublicKey({ key: Buffer.from(known.PublicKey ?? []), format: 'der', type: 'spki' });
  expect(Buffer.from(SharedSecret ?? [])).toEqual(diffieHellman({ publicKey, privateKey: other.privateKey }));
  const curve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey;
  const strange = { ...agreed, PublicKey: curve.export({ type: 'spki', format: 'der' }) };
  expect((await refusal(client.send(new kms.DeriveSharedSecretCommand(strange)))).name).toBe(
    'ValidationException',
  );
});
