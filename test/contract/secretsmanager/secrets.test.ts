import * as kms from '@aws-sdk/client-kms';
import * as sdk from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { errorOf, startSecrets, type TestSecrets } from './client.ts';

let secrets: TestSecrets;
beforeAll(async () => {
  secrets = await startSecrets();
});
afterAll(() => secrets[Symbol.asyncDispose]());

const create = (input: sdk.CreateSecretCommandInput) =>
  secrets.client.send(new sdk.CreateSecretCommand(input));
const get = (input: sdk.GetSecretValueCommandInput) =>
  secrets.client.send(new sdk.GetSecretValueCommand(input));
const token = (digit: number): string => `${'0'.repeat(31)}${digit}`;
const missing = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";

describe('CreateSecret and GetSecretValue', () => {
  test('a text is found by name, ARN, and ARN without its end', async () => {
    const made = await create({ Name: 'app/db', SecretString: 'p', Description: 'd' });
    expect(made.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:app\/db-[A-Za-z0-9]{6}$/);
    expect(made).toMatchObject({ Name: 'app/db', VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const partial = made.ARN?.slice(0, -7);
    for (const SecretId of ['app/db', made.ARN, partial]) {
      expect(await get({ SecretId })).toMatchObject({
        ARN: made.ARN,
        Name: 'app/db',
        SecretString: 'p',
        VersionId: made.VersionId,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: expect.any(Date),
      });
    }
  });

  test('bytes come back as bytes', async () => {
    const SecretBinary = Uint8Array.of(0, 255, 10, 13);
    await create({ Name: 'bytes', SecretBinary });
    const found = await get({ SecretId: 'bytes' });
    expect(found.SecretBinary).toEqual(SecretBinary);
    expect(found).not.toHaveProperty('SecretString');
  });

  test('a secret may have no value yet', async () => {
    expect(await create({ Name: 'empty' })).not.toHaveProperty('VersionId');
    expect(await errorOf(get({ SecretId: 'empty' }))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    const put = new sdk.PutSecretValueCommand({
      SecretId: 'empty',
      SecretString: 'first',
      VersionStages: ['OWN'],
    });
    expect((await secrets.client.send(put)).VersionStages).toEqual(['AWSCURRENT', 'OWN']);
  });

  test('the same request again is the same secret; another one of its name is refused', async () => {
    const input = { Name: 'twice', SecretString: 'a', ClientRequestToken: token(1) };
    const first = await create(input);
    expect(await create(input)).toMatchObject({ ARN: first.ARN, VersionId: token(1) });
    const exists = 'ResourceExistsException: The operation failed because the secret twice already exists.';
    expect(await errorOf(create({ ...input, SecretString: 'b' }))).toBe(exists);
    expect(await errorOf(create({ ...input, ClientRequestToken: token(2) }))).toBe(exists);
  });

  test.each([
    [{ Name: 'a b' }, /^ValidationException: Invalid name\. Must be a valid name/],
    [{ Name: '' }, /^ValidationException: 1 validation error detected: Value '' at 'name' failed/],
    [{ Name: 'x', ClientRequestToken: 'short' }, /^ValidationException: .* at 'clientRequestToken' failed/],
    [
      { Name: 'x', SecretString: 'a', SecretBinary: Uint8Array.of(1) },
      /^InvalidParameterException: You can't specify both a binary secret value and a string/,
    ],
    [
      { Name: 'x', SecretString: '' },
      /^InvalidRequestException: You must provide either SecretString or SecretBinary\.$/,
    ],
    [
      { Name: 'x', AddReplicaRegions: [{ Region: 'eu-west-1' }] },
      /^InvalidRequestException: AddReplicaRegions of CreateSecret is not implemented/,
    ],
    [{ Name: 'x', Tags: [{ Key: 'aws:x', Value: 'y' }] }, /^InvalidParameterException: Tag keys/],
  ])('%j is refused', async (input, text) => {
    expect(await errorOf(create(input))).toMatch(text);
    expect(await errorOf(get({ SecretId: 'x' }))).toBe(missing);
  });

  test('a value that is too long is refused without being shown', async () => {
    const error = await errorOf(create({ Name: 'long', SecretString: 'x'.repeat(65_537) }));
    expect(error).toBe(
      "ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
    );
  });

  test('what there is not', async () => {
    const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:nowhere-AbCdEf';
    expect(await errorOf(get({ SecretId: 'nowhere' }))).toBe(missing);
    expect(await errorOf(get({ SecretId: arn }))).toBe(missing);
    expect(await errorOf(get({ SecretId: 'arn:nonsense' }))).toBe(missing);
    expect(await errorOf(get({ SecretId: 'a b' }))).toMatch(/^ValidationException: Invalid name/);
    const made = await create({ Name: 'here', SecretString: 'a' });
    expect(await errorOf(get({ SecretId: 'here', VersionId: token(9) }))).toBe(
      `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${token(9)}`,
    );
    expect(await errorOf(get({ SecretId: 'here', VersionStage: 'NONE' }))).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: NONE",
    );
    expect(
      await errorOf(get({ SecretId: 'here', VersionId: made.VersionId, VersionStage: 'AWSPREVIOUS' })),
    ).toBe(
      'InvalidRequestException: You provided a VersionStage that is not associated to the provided VersionId.',
    );
  });
});

/** A key, and its alias. */
async function makeKey(AliasName: string): Promise<void> {
  const client = new kms.KMSClient(clientOptions(secrets.started, 'test'));
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({}));
  await client.send(new kms.CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  client.destroy();
}

describe('UpdateSecret, DescribeSecret and tags', () => {
  test('change what is said, and the value when there is one', async () => {
    await create({ Name: 'changed', SecretString: 'a', Tags: [{ Key: 'k', Value: 'v' }] });
    const update = (input: object) =>
      secrets.client.send(new sdk.UpdateSecretCommand({ SecretId: 'changed', ...input }));
    await makeKey('alias/own');
    expect(await update({ Description: 'new', KmsKeyId: 'alias/own' })).not.toHaveProperty('VersionId');
    const { VersionId: version = '' } = await update({ SecretString: 'b' });
    const look = () => secrets.client.send(new sdk.DescribeSecretCommand({ SecretId: 'changed' }));
    const described = await look();
    expect(described).toMatchObject({
      Name: 'changed',
      Description: 'new',
      KmsKeyId: 'alias/own',
      Tags: [{ Key: 'k', Value: 'v' }],
      VersionIdsToStages: { [version]: ['AWSCURRENT'] },
      CreatedDate: expect.any(Date),
      LastChangedDate: expect.any(Date),
    });
    expect(
      Object.values(described.VersionIdsToStages ?? {})
        .map(String)
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
    expect(described).not.toHaveProperty('DeletedDate');
    expect(described).not.toHaveProperty('LastAccessedDate');
    await get({ SecretId: 'changed' });
    expect((await look()).LastAccessedDate?.toISOString()).toMatch(/T00:00:00\.000Z$/);

    const SecretId = 'changed';
    const added = [
      { Key: 'k', Value: 'w' },
      { Key: 'l', Value: '' },
    ];
    await secrets.client.send(new sdk.TagResourceCommand({ SecretId, Tags: added }));
    expect((await look()).Tags).toEqual(added);
    await secrets.client.send(new sdk.UntagResourceCommand({ SecretId, TagKeys: ['k', 'other'] }));
    expect((await look()).Tags).toEqual([{ Key: 'l', Value: '' }]);
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    expect(await errorOf(secrets.client.send(new sdk.TagResourceCommand({ SecretId, Tags: many })))).toMatch(
      /^InvalidParameterException/,
    );
  });
});

describe('DeleteSecret and RestoreSecret', () => {
  const remove = (input: sdk.DeleteSecretCommandInput) =>
    secrets.client.send(new sdk.DeleteSecretCommand(input));

  test('a scheduled secret can be described and restored, and not used', async () => {
    const { ARN } = await create({ Name: 'doomed', SecretString: 'a' });
    const before = new Date();
    const { DeletionDate } = await remove({ SecretId: 'doomed', RecoveryWindowInDays: 7 });
    expect((DeletionDate?.getTime() ?? 0) - before.getTime()).toBeCloseTo(7 * 86_400_000, -5);
    const marked =
      "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";
    expect(await errorOf(get({ SecretId: 'doomed' }))).toBe(marked);
    const put = new sdk.PutSecretValueCommand({ SecretId: 'doomed', SecretString: 'b' });
    expect(await errorOf(secrets.client.send(put))).toBe(marked);
    expect(await errorOf(remove({ SecretId: 'doomed' }))).toBe(
      "InvalidRequestException: You can't perform this operation on the secret because it was already scheduled for deletion.",
    );
    expect(await errorOf(create({ Name: 'doomed' }))).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    const described = await secrets.client.send(new sdk.DescribeSecretCommand({ SecretId: 'doomed' }));
    expect(described.DeletedDate).toEqual(DeletionDate);
    expect(await secrets.client.send(new sdk.RestoreSecretCommand({ SecretId: 'doomed' }))).toMatchObject({
      ARN,
      Name: 'doomed',
    });
    expect((await get({ SecretId: 'doomed' })).SecretString).toBe('a');
  });

  test('a forced deletion is at once, and one of nothing is no error; the next secret has another ARN', async () => {
    const first = await create({ Name: 'gone', SecretString: 'a' });
    await remove({ SecretId: 'gone' });
    await remove({ SecretId: 'gone', ForceDeleteWithoutRecovery: true });
    expect(await errorOf(get({ SecretId: 'gone' }))).toBe(missing);
    await remove({ SecretId: 'gone', ForceDeleteWithoutRecovery: true });
    const second = await create({ Name: 'gone', SecretString: 'b' });
    expect(second.ARN).not.toBe(first.ARN);
    expect(await errorOf(get({ SecretId: first.ARN }))).toBe(missing);
  });

  test.each([
    [
      { RecoveryWindowInDays: 6 },
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    ],
    [
      { RecoveryWindowInDays: 31 },
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    ],
    [
      { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    ],
  ])('%j is refused', async (input, text) => {
    expect(await errorOf(remove({ SecretId: 'here', ...input }))).toBe(`InvalidParameterException: ${text}`);
  });

  test('what there is not', async () => {
    expect(await errorOf(remove({ SecretId: 'nowhere' }))).toBe(missing);
    const restore = new sdk.RestoreSecretCommand({ SecretId: 'nowhere' });
    expect(await errorOf(secrets.client.send(restore))).toBe(missing);
  });
});

test.each([
  [
    'ReplicateSecretToRegions',
    new sdk.ReplicateSecretToRegionsCommand({
      SecretId: 'here',
      AddReplicaRegions: [{ Region: 'eu-west-1' }],
    }),
  ],
  [
    'RemoveRegionsFromReplication',
    new sdk.RemoveRegionsFromReplicationCommand({ SecretId: 'here', RemoveReplicaRegions: ['eu-west-1'] }),
  ],
  ['StopReplicationToReplica', new sdk.StopReplicationToReplicaCommand({ SecretId: 'here' })],
] as const)('%s says that it is not there', async (name, command) => {
  expect(await errorOf(secrets.client.send(command as sdk.StopReplicationToReplicaCommand))).toBe(
    `InvalidRequestException: ${name} is not implemented by this version of Longshore.`,
  );
});
