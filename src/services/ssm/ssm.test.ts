import { expect, test } from 'vitest';

import { parameterParts, secretsBeside } from '../../../test/support/parameters.ts';
import { testService } from '../../../test/support/aws-service.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { ssmContract } from '../../aws/contract/ssm.gen.ts';
import type { SsmOperations } from '../../aws/contract/ssm.types.gen.ts';
import { notImplemented } from './errors.ts';
import { parameterStoreSource, ssmService } from './index.ts';
import { operations } from './operations/index.ts';

test('what is not there answers an error of the service, a client’s one', () => {
  const missing = ssmContract.operations.names().filter((name) => !Object.hasOwn(operations, name));
  expect(missing.length).toBeGreaterThan(100);
  for (const name of missing) {
    const error = notImplemented(name);
    expect(ssmContract.errors.get(error.code)?.fault).toBe('client');
    expect(error.message).toBe(`${name} is not implemented by this version of Longshore.`);
  }
});

test('the source of the agent answers by the names that it was asked for, and seeing no other region', async () => {
  const parts = parameterParts();
  const { call } = testService<SsmOperations>(ssmService(parts), parts);
  call('PutParameter', { Name: '/a', Value: 'one', Type: 'SecureString' });
  const arn = 'arn:aws:ssm:us-east-1:000000000000:parameter/a';
  const source = parameterStoreSource(parts);
  const caller = {
    account: '000000000000',
    principalArn: 'role',
    session: 'task',
    requestId: '',
    signal: new AbortController().signal,
  };
  const asked = ['/a', arn, '/a:1', '/a:2', 'nowhere'];
  expect(await source.get(asked, { ...caller, region: 'us-east-1' })).toEqual({
    values: new Map([
      ['/a', 'one'],
      [arn, 'one'],
      ['/a:1', 'one'],
    ]),
    invalid: ['/a:2', 'nowhere'],
  });
  expect((await source.get(['/a'], { ...caller, region: 'eu-west-1' })).invalid).toEqual(['/a']);
});

test('a value whose seal is broken is told as one, and not as a defect', () => {
  const parts = parameterParts();
  const { call, store } = testService<SsmOperations>(ssmService(parts), parts);
  call('PutParameter', { Name: 'a', Value: 'one', Type: 'SecureString' });
  const other = testService<SsmOperations>(ssmService({ ...parameterParts(), store }), { ...parts, store });
  expect(() => other.call('GetParameter', { Name: 'a', WithDecryption: true })).toThrow(AwsError);
});

test('a parameter may stand for a secret', async () => {
  const parts = parameterParts();
  const { call } = testService<SsmOperations>(ssmService(parts), parts);
  const secrets = secretsBeside(parts);
  const ClientRequestToken = '0'.repeat(32);
  const made = secrets.call('CreateSecret', { Name: 'app/db', SecretString: 'p', ClientRequestToken });
  const Name = '/aws/reference/secretsmanager/app/db';
  const { Parameter } = call('GetParameter', { Name, WithDecryption: true });
  expect(Parameter).toMatchObject({ Name, Type: 'SecureString', Value: 'p', Version: 0, ARN: made.ARN });
  expect(JSON.parse(Parameter?.SourceResult ?? '')).toMatchObject({ VersionId: ClientRequestToken });
  expect(() => call('GetParameter', { Name })).toThrow(/^WithDecryption flag must be True/);
  const missing = '/aws/reference/secretsmanager/nowhere';
  expect(() => call('GetParameter', { Name: missing, WithDecryption: true })).toThrow(
    /^An error occurred \(ParameterNotFound\) when referencing Secrets Manager: Secret .*nowhere not found\.$/,
  );
  const answer = call('GetParameters', { Names: [Name, missing], WithDecryption: true });
  expect(answer).toMatchObject({ Parameters: [{ Value: 'p' }], InvalidParameters: [missing] });
});
