import * as sdk from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, startParameters, type TestParameters } from './client.ts';

let ssm: TestParameters;
beforeAll(async () => {
  ssm = await startParameters();
});
afterAll(() => ssm[Symbol.asyncDispose]());

const put = (input: Partial<sdk.PutParameterCommandInput> & { Name: string }) =>
  ssm.client.send(new sdk.PutParameterCommand({ Value: 'v', Type: 'String', ...input }));
const get = async (Name: string, WithDecryption?: boolean): Promise<sdk.Parameter | undefined> =>
  (await ssm.client.send(new sdk.GetParameterCommand({ Name, WithDecryption }))).Parameter;

describe('PutParameter', () => {
  test.each([
    ['plain', 'parameter/plain'],
    ['/app/token', 'parameter/app/token'],
  ])('%s is found by name, ARN and version', async (Name, resource) => {
    expect(await put({ Name })).toMatchObject({ Version: 1, Tier: 'Standard' });
    const ARN = `arn:aws:ssm:us-east-1:000000000000:${resource}`;
    const expected = {
      Name,
      ARN,
      Type: 'String',
      Value: 'v',
      Version: 1,
      DataType: 'text',
      LastModifiedDate: expect.any(Date),
    };
    expect(await get(Name)).toEqual(expected);
    expect(await get(ARN)).toEqual(expected);
    expect(await get(`${Name}:1`)).toEqual({ ...expected, Selector: ':1' });
    expect(await get(`${ARN}:1`)).toEqual({ ...expected, Selector: ':1' });
  });

  test('a SecureString is shown to those who ask for it in the clear', async () => {
    await put({ Name: 'secure', Type: 'SecureString', Value: 'correct horse' });
    expect((await get('secure', true))?.Value).toBe('correct horse');
    const sealed = (await get('secure'))?.Value ?? '';
    expect(sealed).toMatch(/^[A-Za-z0-9+/]{40,}={0,2}$/);
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('horse');
  });

  test('overwrites only when told, and keeps what is not said again', async () => {
    await put({ Name: 'again', Description: 'd', AllowedPattern: 'v.*' });
    expect(await errorOf(put({ Name: 'again' }))).toBe(
      'ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
    const second = { Name: 'again', Value: 'v2', Overwrite: true, Type: undefined };
    expect(await put(second)).toMatchObject({ Version: 2 });
    expect(await errorOf(put({ ...second, Value: 'w' }))).toBe(
      'ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: v.*',
    );
    expect(await errorOf(put({ ...second, Type: 'SecureString' }))).toMatch(
      /^HierarchyTypeMismatchException: Parameter Store does not support changing a parameter type/,
    );
    expect(await get('again')).toMatchObject({ Value: 'v2', Version: 2, Type: 'String' });
    expect(await get('again:1')).toMatchObject({ Value: 'v', Version: 1 });
  });

  test('the tier follows the size, and never goes back', async () => {
    const Value = 'x'.repeat(4097);
    expect(await errorOf(put({ Name: 'big', Value }))).toMatch(
      /^ValidationException: Standard tier parameters support a maximum parameter value of 4096 characters\./,
    );
    expect(await put({ Name: 'big', Value, Tier: 'Intelligent-Tiering' })).toMatchObject({
      Tier: 'Advanced',
    });
    expect(await put({ Name: 'big', Overwrite: true })).toMatchObject({ Tier: 'Advanced' });
    expect(await errorOf(put({ Name: 'big', Overwrite: true, Tier: 'Standard' }))).toMatch(
      /^ValidationException: This parameter uses the advanced-parameter tier\./,
    );
    expect(await errorOf(put({ Name: 'bigger', Value: 'x'.repeat(8193), Tier: 'Advanced' }))).toBe(
      'ValidationException: Advanced tier parameters support a maximum parameter value of 8192 characters.',
    );
    expect(await put({ Name: 'small', Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Standard' });
  });

  test('a hundred versions are kept; one with a label does not go', async () => {
    for (let version = 1; version <= 101; version += 1) await put({ Name: 'many', Overwrite: true });
    expect(await errorOf(get('many:1'))).toMatch(/^ParameterVersionNotFound/);
    expect(await get('many:2')).toMatchObject({ Version: 2 });
    const label = { Name: 'many', ParameterVersion: 2, Labels: ['keep'] };
    await ssm.client.send(new sdk.LabelParameterVersionCommand(label));
    expect(await errorOf(put({ Name: 'many', Overwrite: true }))).toBe(
      "ParameterMaxVersionLimitExceeded: You attempted to create a new version of many by calling the PutParameter API with the overwrite flag. Version 2, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.",
    );
  });

  test.each([
    [{ Name: 'a b' }, /^ValidationException: Parameter name: can't be prefixed with "ssm"/],
    [{ Name: '/a//b' }, /^ValidationException: Parameter name/],
    [{ Name: '/a/' }, /^ValidationException: Parameter name/],
    [{ Name: 'a/b' }, /^ValidationException: Parameter name must be a fully qualified name\.$/],
    [{ Name: 'awsome' }, /^ValidationException: Parameter name: can't be prefixed with "aws" or "ssm"/],
    [{ Name: '/Aws/x' }, /^AccessDeniedException: No access to reserved parameter name: \/Aws\/x\.$/],
    [{ Name: '/ssm/x' }, /^ValidationException: Parameter name: can't be prefixed with "ssm"/],
    [
      { Name: `/${'a/'.repeat(15)}b` },
      /^HierarchyLevelLimitExceededException: A hierarchy can have a maximum/,
    ],
    [
      { Name: 'x', Value: '' },
      /^ValidationException: 1 validation error detected: Value '' at 'value' failed/,
    ],
    [{ Name: 'x', Type: undefined }, /^ValidationException: A parameter type is required when you create/],
    [{ Name: 'x', Type: 'Text' }, /^ValidationException: .*Value 'Text' at 'type'/],
    [{ Name: 'x', Type: 'StringList', Value: 'a,,b' }, /^ValidationException/],
    [{ Name: 'x', KeyId: 'alias/x' }, /^ValidationException: KeyId is required for SecureString type/],
    [
      { Name: 'x', DataType: 'not_ec2' },
      /^ValidationException: The following data type is not supported: not_ec2 \(Data type names are all lowercase\.\)$/,
    ],
    [{ Name: 'x', DataType: 'aws:ec2:image' }, /^ValidationException/],
    [{ Name: 'x', AllowedPattern: '(' }, /^InvalidAllowedPatternException/],
    [
      { Name: 'x', AllowedPattern: String.raw`\d{1,4}` },
      /^ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: \\d\{1,4\}$/,
    ],
    [
      { Name: 'x', Policies: '[{"Type":"Expiration","Version":"1.0","Attributes":{}}]' },
      /^InvalidPolicyTypeException: Parameter policies are not implemented/,
    ],
    [
      { Name: 'x', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
      /^ValidationException: Invalid request: tags and overwrite can't be used together\./,
    ],
  ] as const)('%j is refused', async (input, text) => {
    expect(await errorOf(put(input as never))).toMatch(text);
    expect(await errorOf(get('x'))).toMatch(/^ParameterNotFound/);
  });

  test('an image id is one', async () => {
    await put({ Name: 'ami', DataType: 'aws:ec2:image', Value: 'ami-0123456789abcdef0' });
    expect(await get('ami')).toMatchObject({ DataType: 'aws:ec2:image' });
  });
});

describe('DeleteParameter and DeleteParameters', () => {
  test('delete with all versions; the next one begins at 1', async () => {
    await put({ Name: 'gone' });
    await put({ Name: 'gone', Overwrite: true });
    await ssm.client.send(new sdk.DeleteParameterCommand({ Name: 'gone' }));
    expect(await errorOf(get('gone'))).toMatch(/^ParameterNotFound/);
    const again = new sdk.DeleteParameterCommand({ Name: 'gone' });
    expect(await errorOf(ssm.client.send(again))).toMatch(/^ParameterNotFound/);
    expect(await put({ Name: 'gone' })).toMatchObject({ Version: 1 });
    const several = new sdk.DeleteParametersCommand({ Names: ['gone', 'nowhere'] });
    expect(await ssm.client.send(several)).toMatchObject({
      DeletedParameters: ['gone'],
      InvalidParameters: ['nowhere'],
    });
  });
});

test('what SSM has beside parameters says that it is not there', async () => {
  for (const call of [
    ssm.client.send(new sdk.ResumeSessionCommand({ SessionId: 'ecs-execute-command-0' })),
    ssm.client.send(new sdk.ListDocumentsCommand({})),
  ]) {
    expect(await errorOf(call)).toMatch(/^\w+: \w+ is not implemented by this version of Longshore\.$/);
  }
});
