import * as kms from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kmsContract } from '../../../src/aws/contract/kms.gen.ts';
import { operations } from '../../../src/services/kms/operations/index.ts';
import { refusal } from '../../support/aws-clients.ts';
import { samplesOf } from '../../support/samples.ts';
import { startKms, type TestKms } from './client.ts';

let started: TestKms;
beforeAll(async () => {
  started = await startKms();
});
afterAll(() => started[Symbol.asyncDispose]());

const create = async (input: kms.CreateKeyCommandInput = {}): Promise<kms.KeyMetadata> => {
  const { KeyMetadata: key } = await started.client.send(new kms.CreateKeyCommand(input));
  if (key === undefined) throw new Error('no key');
  return key;
};

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test('the life of a key, as Terraform makes and removes one', async () => {
  const { client } = started;
  const key = await create({ Description: 'logs', Tags: [{ TagKey: 'team', TagValue: 'a' }] });
  expect(key).toMatchObject({
    AWSAccountId: '111122223333',
    Description: 'logs',
    Enabled: true,
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
  });
  const { KeyId } = key;
  await client.send(new kms.EnableKeyRotationCommand({ KeyId }));
  await client.send(new kms.UpdateKeyDescriptionCommand({ KeyId, Description: 'all logs' }));
  await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/logs', TargetKeyId: KeyId }));
  const { Policy = '' } = await client.send(new kms.GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
  await client.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
  expect(await client.send(new kms.GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 365,
  });
  expect(await client.send(new kms.ListResourceTagsCommand({ KeyId }))).toMatchObject({
    Tags: [{ TagKey: 'team', TagValue: 'a' }],
    Truncated: false,
  });
  const described = await client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/logs' }));
  expect(described.KeyMetadata).toMatchObject({ Arn: key.Arn, Description: 'all logs' });
  await client.send(new kms.DeleteAliasCommand({ AliasName: 'alias/logs' }));
  const deleted = await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  expect(deleted).toMatchObject({ KeyId: key.Arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
  expect(deleted.DeletionDate).toBeInstanceOf(Date);
  expect(await refusal(client.send(new kms.EncryptCommand({ KeyId, Plaintext: text('x') })))).toEqual({
    name: 'KMSInvalidStateException',
    message: `${key.Arn} is pending deletion.`,
    status: 400,
  });
});

test('keys and aliases are listed page by page', async () => {
  const { client } = started;
  const made = await Promise.all(Array.from({ length: 5 }, () => create()));
  const found: (string | undefined)[] = [];
  for await (const page of kms.paginateListKeys({ client, pageSize: 2 }, {})) {
    found.push(...(page.Keys ?? []).map(({ KeyArn }) => KeyArn));
  }
  expect(found).toEqual(expect.arrayContaining(made.map(({ Arn }) => Arn)));
  expect(new Set(found).size).toBe(found.length);
  const aliases: (string | undefined)[] = [];
  for await (const page of kms.paginateListAliases({ client, pageSize: 2 }, {})) {
    aliases.push(...(page.Aliases ?? []).map(({ AliasName }) => AliasName));
  }
  expect(aliases).toEqual(
    expect.arrayContaining(['alias/aws/ssm', 'alias/aws/secretsmanager', 'alias/aws/s3']),
  );
  expect((await refusal(client.send(new kms.ListKeysCommand({ Marker: 'none' })))).name).toBe(
    'InvalidMarkerException',
  );
});

test('data keys, and what was encrypted under them', async () => {
  const { client } = started;
  const { KeyId, Arn } = await create();
  const EncryptionContext = { purpose: 'test' };
  const made = await client.send(
    new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
  );
  expect(made.Plaintext).toHaveLength(32);
  const { CiphertextBlob } = made;
  const opened = await client.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext }));
  expect(opened.Plaintext).toEqual(made.Plaintext);
  expect(opened.KeyId).toBe(Arn);
  expect(opened.KeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
  expect(await refusal(client.send(new kms.DecryptCommand({ CiphertextBlob })))).toMatchObject({
    name: 'InvalidCiphertextException',
    status: 400,
  });
  const bare = await client.send(
    new kms.GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 16 }),
  );
  expect(bare).not.toHaveProperty('Plaintext');
  const later = await client.send(new kms.DecryptCommand({ CiphertextBlob: bare.CiphertextBlob }));
  expect(later.Plaintext).toHaveLength(16);
  expect((await client.send(new kms.GenerateRandomCommand({ NumberOfBytes: 64 }))).Plaintext).toHaveLength(
    64,
  );
});

test.each(['RSA_2048', 'ECC_NIST_P256'] as const)('a data key pair of %s', async (KeyPairSpec) => {
  const { client } = started;
  const { KeyId } = await create();
  const pair = await client.send(new kms.GenerateDataKeyPairCommand({ KeyId, KeyPairSpec }));
  const opened = await client.send(new kms.DecryptCommand({ CiphertextBlob: pair.PrivateKeyCiphertextBlob }));
  expect(opened.Plaintext).toEqual(pair.PrivateKeyPlaintext);
  expect(pair.PublicKey?.length).toBeGreaterThan(80);
});

const missing = kmsContract.operations.names().filter((name) => !Object.hasOwn(operations, name));
const { smallest, inputShape } = samplesOf(kmsContract);

test.each(missing)('%s is refused with an error of the model', async (name) => {
  type Command = new (input: unknown) => Parameters<kms.KMSClient['send']>[0];
  const Command = (kms as unknown as Readonly<Record<string, Command>>)[`${name}Command`];
  if (Command === undefined) throw new Error(`the SDK has no ${name}`);
  const input = smallest(inputShape(name)) as object;
  const blobs = ['ImportToken', 'EncryptedKeyMaterial', 'SharedSecretCiphertextBlob'];
  const regions = ['ReplicaRegion', 'PrimaryRegion'].filter((member) => member in input);
  const places = Object.fromEntries(regions.map((member) => [member, 'eu-west-1']));
  const bytes = Object.fromEntries(blobs.filter((blob) => blob in input).map((blob) => [blob, text('x')]));
  expect(await refusal(started.client.send(new Command({ ...input, ...places, ...bytes })))).toEqual({
    name: 'UnsupportedOperationException',
    message: `${name} is not implemented by this version of Longshore.`,
    status: 400,
  });
});
