import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aws, awsJson, python } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer, temporaryDirectory } from '../../support/e2e/server.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ args: ['--backend', 'simulated'] });
});
afterAll(() => server[Symbol.asyncDispose]());

/** What `aws kms …` tells; `Member` where it tells one member that is asked for. */
const told = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  Object(await awsJson(server.endpoint, ['kms', ...args]));
const textOf = async (member: string, ...args: readonly string[]): Promise<string> =>
  String((await told(...args))[member]);

describe('the AWS CLI', () => {
  test('encrypts a file and decrypts it, by an alias', async () => {
    await using directory = await temporaryDirectory();
    const [plain, sealed] = [join(directory.path, 'plain'), join(directory.path, 'sealed')];
    const bytes = randomBytes(4096);
    await writeFile(plain, bytes);
    const made = await told('create-key', '--description', 'of files', '--tags', 'TagKey=team,TagValue=a');
    const { KeyId, Arn } = made['KeyMetadata'] as { readonly KeyId: string; readonly Arn: string };
    await told('create-alias', '--alias-name', 'alias/files', '--target-key-id', KeyId);
    const context = ['--encryption-context', 'purpose=test,team=a'];
    const encrypt = ['encrypt', '--key-id', 'alias/files', '--plaintext', `fileb://${plain}`];
    await writeFile(sealed, Buffer.from(await textOf('CiphertextBlob', ...encrypt, ...context), 'base64'));
    const decrypt = ['decrypt', '--ciphertext-blob', `fileb://${sealed}`];
    expect(await told(...decrypt, ...context)).toMatchObject({
      KeyId: Arn,
      Plaintext: bytes.toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
    const refused = await aws(server.endpoint, ['kms', ...decrypt]);
    expect(refused.code).toBeGreaterThan(0);
    expect(refused.stderr).toContain(
      'An error occurred (InvalidCiphertextException) when calling the Decrypt operation',
    );
    await writeFile(plain, Buffer.alloc(4097));
    expect((await aws(server.endpoint, ['kms', ...encrypt])).stderr).toContain('ValidationException');
    expect(await told('list-aliases', '--key-id', KeyId)).toMatchObject({
      Aliases: [{ AliasName: 'alias/files', TargetKeyId: KeyId }],
    });
    await told('delete-alias', '--alias-name', 'alias/files');
    expect((await aws(server.endpoint, ['kms', 'describe-key', '--key-id', 'alias/files'])).stderr).toContain(
      'An error occurred (NotFoundException) when calling the DescribeKey operation: ' +
        'Alias arn:aws:kms:us-east-1:000000000000:alias/files is not found.',
    );
  });

  test('makes a data key, with which a file of any size is sealed', async () => {
    await using directory = await temporaryDirectory();
    const keyFile = join(directory.path, 'key');
    const key = await textOf('KeyId', 'describe-key', '--key-id', await newKey(), '--query', 'KeyMetadata');
    const data = await told('generate-data-key', '--key-id', key, '--key-spec', 'AES_256');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(String(data['Plaintext']), 'base64'), iv);
    const sealed = Buffer.concat([cipher.update(Buffer.alloc(100_000, 'a')), cipher.final()]);
    await writeFile(keyFile, Buffer.from(String(data['CiphertextBlob']), 'base64'));

    const opened = await textOf('Plaintext', 'decrypt', '--ciphertext-blob', `fileb://${keyFile}`);
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(opened, 'base64'), iv);
    decipher.setAuthTag(cipher.getAuthTag());
    const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
    expect(plain.equals(Buffer.alloc(100_000, 'a'))).toBe(true);
    expect((await readFile(keyFile)).includes(Buffer.from(opened, 'base64'))).toBe(false);
  });

  test('grants the use of a key, and takes it back', async () => {
    const KeyId = await newKey();
    const grantee = 'arn:aws:iam::000000000000:role/reader';
    const given = ['--grantee-principal', grantee, '--operations', 'Decrypt', 'GenerateDataKey'];
    const GrantId = await textOf('GrantId', 'create-grant', '--key-id', KeyId, ...given);
    expect(await told('list-grants', '--key-id', KeyId)).toMatchObject({
      Grants: [{ GrantId, GranteePrincipal: grantee, Operations: ['Decrypt', 'GenerateDataKey'] }],
    });
    await told('revoke-grant', '--key-id', KeyId, '--grant-id', GrantId);
    expect(await told('list-grants', '--key-id', KeyId)).toMatchObject({ Grants: [] });
    const window = ['--pending-window-in-days', '7'];
    expect(await told('schedule-key-deletion', '--key-id', KeyId, ...window)).toMatchObject({
      KeyState: 'PendingDeletion',
      PendingWindowInDays: 7,
      DeletionDate: expect.stringMatching(/^\d{4}-/),
    });
  });
});

async function newKey(): Promise<string> {
  return textOf('KeyId', 'create-key', '--query', 'KeyMetadata');
}

test('boto3 encrypts, grants, signs, rotates, disables and deletes', async () => {
  const script = fileURLToPath(new URL('../../support/e2e/drive_kms.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    key: ['of boto3', 'Enabled', 'SYMMETRIC_DEFAULT', false],
    opened: true,
    dataKey: [32, true],
    otherContext: ['InvalidCiphertextException', ''],
    granted: true,
    grants: [['reading', 'arn:aws:iam::000000000000:role/reader']],
    left: [],
    verified: true,
    forged: ['KMSInvalidSignatureException', ''],
    rotation: 90,
    disabled: 'DisabledException',
    pending: 'KMSInvalidStateException',
    aliases: ['alias/boto'],
    nowhere: ['NotFoundException', 'Alias arn:aws:kms:us-east-1:000000000000:alias/nowhere is not found.'],
    tooLong: 'ClientError',
  });
});
