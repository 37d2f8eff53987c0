import { expect, test } from 'vitest';

import { serviceParts, testService } from '../../../test/support/aws-service.ts';
import type { SecretsmanagerOperations } from '../../aws/contract/secretsmanager.types.gen.ts';
import { secretsManagerService, startSecretDeletion } from './index.ts';
import { secretTables } from './model/tables.ts';

const day = 86_400_000;
const token = (number: number): string => String(number).padStart(32, '0');

function secrets() {
  const parts = serviceParts();
  return testService<SecretsmanagerOperations>(secretsManagerService(parts), parts);
}

test('when its window has passed a secret is gone, and its name is free, before the sweep comes by', async () => {
  const { call, clock } = secrets();
  call('CreateSecret', { Name: 'a', SecretString: 'v', ClientRequestToken: token(1) });
  call('DeleteSecret', { SecretId: 'a', RecoveryWindowInDays: 7 });
  await clock.advance(7 * day - 1);
  expect(call('DescribeSecret', { SecretId: 'a' }).DeletedDate).toBeDefined();
  await clock.advance(1);
  expect(() => call('DescribeSecret', { SecretId: 'a' })).toThrow(/can't find the specified secret/);
  expect(call('ListSecrets', { IncludePlannedDeletion: true }).SecretList).toEqual([]);
  call('CreateSecret', { Name: 'a', SecretString: 'w', ClientRequestToken: token(1) });
  expect(call('GetSecretValue', { SecretId: 'a' }).SecretString).toBe('w');
});

test('the sweep erases it with its values', async () => {
  const { call, clock, store } = secrets();
  using _sweep = startSecretDeletion({ store, clock });
  call('CreateSecret', { Name: 'a', SecretString: 'v', ClientRequestToken: token(1) });
  call('CreateSecret', { Name: 'kept', SecretString: 'v', ClientRequestToken: token(1) });
  call('DeleteSecret', { SecretId: 'a', RecoveryWindowInDays: 7 });
  await clock.advance(7 * day + 60_000);
  const tables = secretTables(store);
  expect(tables.secrets.select().map(({ name }) => name)).toEqual(['kept']);
  expect(tables.versions.select()).toHaveLength(1);
});

test('of deprecated versions a hundred are kept, and all of the last day', async () => {
  const { call, clock, store } = secrets();
  const { versions } = secretTables(store);
  call('CreateSecret', { Name: 'a', SecretString: '0', ClientRequestToken: token(1000) });
  const put = (number: number) =>
    call('PutSecretValue', {
      SecretId: 'a',
      SecretString: String(number),
      ClientRequestToken: token(number),
    });
  for (let number = 1; number <= 110; number += 1) {
    await clock.advance(1);
    put(number);
  }
  expect(versions.count()).toBe(111);
  await clock.advance(2 * day);
  put(111);
  expect(versions.count()).toBe(100);
  expect(call('GetSecretValue', { SecretId: 'a', VersionStage: 'AWSPREVIOUS' }).SecretString).toBe('110');
});

test('accounts and regions do not see one another', () => {
  const { call } = secrets();
  const made = call('CreateSecret', { Name: 'a', SecretString: 'v', ClientRequestToken: token(1) });
  for (const caller of [{ account: '111122223333' }, { region: 'eu-west-1' }]) {
    expect(() => call('GetSecretValue', { SecretId: 'a' }, caller)).toThrow(/can't find/);
    expect(call('ListSecrets', {}, caller).SecretList).toEqual([]);
  }
  const abroad = { region: 'eu-west-1' };
  expect(() => call('GetSecretValue', { SecretId: made.ARN ?? '' }, abroad)).toThrow(/can't find/);
});

test('a token is needed', () => {
  const { call } = secrets();
  const text = 'You must provide a ClientRequestToken value. We recommend a UUID-type value.';
  expect(() => call('CreateSecret', { Name: 'a' })).toThrow(text);
  call('CreateSecret', { Name: 'a', ClientRequestToken: token(1) });
  expect(() => call('PutSecretValue', { SecretId: 'a', SecretString: 'v' })).toThrow(text);
  expect(() => call('UpdateSecret', { SecretId: 'a', SecretString: 'v' })).toThrow(text);
});
