import * as sdk from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, startSecrets, type TestSecrets } from './client.ts';

let secrets: TestSecrets;
beforeAll(async () => {
  secrets = await startSecrets();
});
afterAll(() => secrets[Symbol.asyncDispose]());

const id = (digit: number): string => `${'0'.repeat(31)}${digit}`;

/** Each test has a secret of its own, with the value `v1` in version 1. */
let SecretId = '';
let made = 0;
beforeEach(async () => {
  SecretId = `secret-${(made += 1)}`;
  await secrets.client.send(
    new sdk.CreateSecretCommand({ Name: SecretId, SecretString: 'v1', ClientRequestToken: id(1) }),
  );
});

const put = (version: number, labels?: readonly string[], SecretString = `v${version}`) =>
  secrets.client.send(
    new sdk.PutSecretValueCommand({
      SecretId,
      SecretString,
      ClientRequestToken: id(version),
      ...(labels !== undefined && { VersionStages: [...labels] }),
    }),
  );

const move = (VersionStage: string, from?: number, to?: number) =>
  secrets.client.send(
    new sdk.UpdateSecretVersionStageCommand({
      SecretId,
      VersionStage,
      ...(from !== undefined && { RemoveFromVersionId: id(from) }),
      ...(to !== undefined && { MoveToVersionId: id(to) }),
    }),
  );

/** `{ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] }` */
async function stages(IncludeDeprecated = false): Promise<Record<string, string[] | undefined>> {
  const command = new sdk.ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated });
  const { Versions = [] } = await secrets.client.send(command);
  return Object.fromEntries(
    Versions.map(({ VersionId = '', VersionStages }) => [VersionId.replace(/^0+/, ''), VersionStages]),
  );
}

const valueOf = async (stage: string): Promise<string | undefined> =>
  (await secrets.client.send(new sdk.GetSecretValueCommand({ SecretId, VersionStage: stage }))).SecretString;

describe('PutSecretValue', () => {
  test('makes a new current version; the one before is the previous one, those before are deprecated', async () => {
    expect(await put(2)).toMatchObject({ VersionId: id(2), VersionStages: ['AWSCURRENT'] });
    await put(3);
    expect(await stages()).toEqual({ 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] });
    expect(await stages(true)).toEqual({ 1: undefined, 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] });
    expect([await valueOf('AWSCURRENT'), await valueOf('AWSPREVIOUS')]).toEqual(['v3', 'v2']);
    const deprecated = new sdk.GetSecretValueCommand({ SecretId, VersionId: id(1) });
    const found = await secrets.client.send(deprecated);
    expect(found.SecretString).toBe('v1');
    expect(found).not.toHaveProperty('VersionStages');
  });

  test('with other labels leaves the current version, and takes the labels off others', async () => {
    expect((await put(2, ['PUT', 'AWSPENDING'])).VersionStages).toEqual(['AWSPENDING', 'PUT']);
    expect(await valueOf('AWSCURRENT')).toBe('v1');
    await put(3, ['AWSPENDING']);
    expect(await stages()).toEqual({ 1: ['AWSCURRENT'], 2: ['PUT'], 3: ['AWSPENDING'] });
  });

  test('the same token with the same value changes nothing; with another it is refused', async () => {
    await put(2);
    await put(3);
    expect(await put(2)).toMatchObject({ VersionId: id(2), VersionStages: ['AWSPREVIOUS'] });
    expect(await stages()).toEqual({ 2: ['AWSPREVIOUS'], 3: ['AWSCURRENT'] });
    expect(await errorOf(put(2, undefined, 'other'))).toMatch(
      new RegExp(
        `^ResourceExistsException: You can't use ClientRequestToken ${id(2)} because that value is already in use for a version of secret arn:aws:secretsmanager:.*:secret:${SecretId}-\\w{6}\\.$`,
      ),
    );
  });

  test('more than twenty labels on a secret are refused, and nothing is kept', async () => {
    await put(
      2,
      Array.from({ length: 19 }, (_, index) => `S${index}`),
    );
    expect(await errorOf(put(3, ['ONE', 'TWO']))).toMatch(/^LimitExceededException: You exceeded/);
    expect(Object.keys(await stages(true))).toEqual(['1', '2']);
  });

  test('without a value is refused', async () => {
    const command = new sdk.PutSecretValueCommand({ SecretId });
    expect(await errorOf(secrets.client.send(command))).toBe(
      'InvalidRequestException: You must provide either SecretString or SecretBinary.',
    );
  });
});

describe('UpdateSecretVersionStage', () => {
  test('finishes a rotation: pending becomes current, current previous', async () => {
    await put(2, ['AWSPENDING']);
    await move('AWSCURRENT', 1, 2);
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT', 'AWSPENDING'] });
    await move('AWSPENDING', 2);
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT'] });
    await move('OWN', undefined, 1);
    await move('OWN', 1, 2);
    expect(await stages()).toEqual({ 1: ['AWSPREVIOUS'], 2: ['AWSCURRENT', 'OWN'] });
  });

  test('rolls back', async () => {
    await put(2);
    await move('AWSCURRENT', 2, 1);
    expect(await stages()).toEqual({ 1: ['AWSCURRENT'], 2: ['AWSPREVIOUS'] });
  });

  test('refuses what does not agree with where the label is', async () => {
    await put(2, ['AWSPENDING']);
    expect(await errorOf(move('AWSCURRENT', undefined, 2))).toBe(
      `InvalidParameterException: The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${id(1)}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
    expect(await errorOf(move('AWSPENDING', 1, 1))).toMatch(/^InvalidParameterException: When you move/);
    expect(await errorOf(move('AWSCURRENT', 1))).toBe(
      "InvalidParameterException: You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    );
    expect(await errorOf(move('OTHER', 1))).toMatch(/^InvalidParameterException: .* is not attached/);
    expect(await errorOf(move('OTHER'))).toMatch(/^InvalidParameterException/);
    expect(await errorOf(move('OTHER', undefined, 9))).toMatch(/^ResourceNotFoundException/);
    expect(await stages()).toEqual({ 1: ['AWSCURRENT'], 2: ['AWSPENDING'] });
  });
});

test('ListSecretVersionIds goes page by page and names the key', async () => {
  for (const version of [2, 3, 4]) await put(version, [`S${version}`]);
  const pages: number[] = [];
  const client = secrets.client;
  for await (const page of sdk.paginateListSecretVersionIds({ client, pageSize: 3 }, { SecretId })) {
    pages.push(page.Versions?.length ?? 0);
    expect(page.Versions?.[0]?.KmsKeyIds).toEqual(['DefaultEncryptionKey']);
  }
  expect(pages).toEqual([3, 1]);
  const wrong = new sdk.ListSecretVersionIdsCommand({ SecretId, NextToken: 'nonsense' });
  expect(await errorOf(secrets.client.send(wrong))).toMatch(/^InvalidNextTokenException/);
  const nowhere = new sdk.ListSecretVersionIdsCommand({ SecretId: 'nowhere' });
  expect(await errorOf(secrets.client.send(nowhere))).toMatch(/^ResourceNotFoundException/);
});
