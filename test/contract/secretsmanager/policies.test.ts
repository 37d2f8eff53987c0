import * as sdk from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, startSecrets, type TestSecrets } from './client.ts';

let secrets: TestSecrets;
beforeAll(async () => {
  secrets = await startSecrets();
  await secrets.client.send(new sdk.CreateSecretCommand({ Name: 'a', SecretString: 'v' }));
});
afterAll(() => secrets[Symbol.asyncDispose]());

const policyFor = (principal: unknown): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'secretsmanager:*', Resource: '*' }],
  });
const own = policyFor({ AWS: 'arn:aws:iam::111122223333:root' });
const open = policyFor('*');
const SecretId = 'a';

describe('resource policies', () => {
  const get = async () =>
    (await secrets.client.send(new sdk.GetResourcePolicyCommand({ SecretId }))).ResourcePolicy;
  const put = (ResourcePolicy: string, BlockPublicPolicy?: boolean) =>
    secrets.client.send(new sdk.PutResourcePolicyCommand({ SecretId, ResourcePolicy, BlockPublicPolicy }));

  test('are kept as they were given, and deleted', async () => {
    expect(await get()).toBeUndefined();
    await put(own);
    expect(await get()).toBe(own);
    const command = new sdk.DeleteResourcePolicyCommand({ SecretId });
    expect(await secrets.client.send(command)).toMatchObject({ Name: 'a' });
    expect(await get()).toBeUndefined();
  });

  test('are refused where they are none, or for everybody', async () => {
    expect(await errorOf(put('{'))).toBe(
      'MalformedPolicyDocumentException: This policy contains invalid Json',
    );
    expect(await errorOf(put('{"Statement":[{"Effect":"Allow"}]}'))).toMatch(
      /^MalformedPolicyDocumentException/,
    );
    expect(await errorOf(put(open, true))).toMatch(/^PublicPolicyException/);
    await put(open);
    expect(await get()).toBe(open);
  });

  test('are checked without being kept', async () => {
    const validate = (ResourcePolicy: string) =>
      secrets.client.send(new sdk.ValidateResourcePolicyCommand({ ResourcePolicy }));
    expect(await validate(own)).toMatchObject({ PolicyValidationPassed: true, ValidationErrors: [] });
    expect(await validate('{')).toMatchObject({ PolicyValidationPassed: false });
    expect((await validate(open)).ValidationErrors).toHaveLength(1);
    const missing = new sdk.ValidateResourcePolicyCommand({ ResourcePolicy: own, SecretId: 'nowhere' });
    expect(await errorOf(secrets.client.send(missing))).toMatch(/^ResourceNotFoundException/);
  });
});

describe('GetRandomPassword', () => {
  const password = async (input: sdk.GetRandomPasswordCommandInput = {}): Promise<string> =>
    (await secrets.client.send(new sdk.GetRandomPasswordCommand(input))).RandomPassword ?? '';

  test('has 32 characters of every type', async () => {
    const text = await password();
    expect(text).toHaveLength(32);
    for (const type of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9 ]/]) expect(text).toMatch(type);
    expect(text).not.toContain(' ');
    expect(await password()).not.toBe(text);
  });

  test.each([
    [{ PasswordLength: 4 }, /^.{4}$/],
    [{ PasswordLength: 4096 }, /^.{4096}$/],
    [{ ExcludePunctuation: true }, /^[A-Za-z0-9]{32}$/],
    [{ ExcludePunctuation: true, ExcludeNumbers: true }, /^[A-Za-z]{32}$/],
    [{ ExcludePunctuation: true, ExcludeUppercase: true, ExcludeNumbers: true }, /^[a-z]{32}$/],
    [{ ExcludePunctuation: true, ExcludeLowercase: true, ExcludeNumbers: true }, /^[A-Z]{32}$/],
    [{ ExcludePunctuation: true, IncludeSpace: true }, /^(?=.* )[A-Za-z0-9 ]{32}$/],
    [{ ExcludeCharacters: 'abcdefghijklmnopqrstuvwxy', ExcludePunctuation: true }, /^[zA-Z0-9]{32}$/],
    [{ PasswordLength: 1, RequireEachIncludedType: false }, /^.$/],
  ])('%j', async (input, pattern) => {
    expect(await password(input)).toMatch(pattern);
  });

  test.each([
    [
      { PasswordLength: 3 },
      /^InvalidParameterException: Password length is too short based on the required types\.$/,
    ],
    [{ PasswordLength: 4097 }, /^ValidationException: .*'passwordLength'.*less than or equal to 4096$/],
    [
      { ExcludeNumbers: true, ExcludePunctuation: true, ExcludeLowercase: true, ExcludeUppercase: true },
      /^InvalidRequestException/,
    ],
  ])('%j is refused', async (input, text) => {
    expect(await errorOf(password(input))).toMatch(text);
  });
});
