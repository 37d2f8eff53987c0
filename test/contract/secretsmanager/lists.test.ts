import * as sdk from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, startSecrets, type TestSecrets } from './client.ts';

let secrets: TestSecrets;
beforeAll(async () => {
  secrets = await startSecrets();
  const all = [
    { Name: 'prod/db', Description: 'The Database', Tags: [{ Key: 'team', Value: 'core' }] },
    { Name: 'prod/api', Description: 'a key', Tags: [{ Key: 'team', Value: 'web' }] },
    { Name: 'test/db', Tags: [{ Key: 'temporary', Value: 'yes' }] },
    { Name: 'doomed' },
  ];
  for (const secret of all) {
    await secrets.client.send(new sdk.CreateSecretCommand({ ...secret, SecretString: secret.Name }));
  }
  await secrets.client.send(new sdk.DeleteSecretCommand({ SecretId: 'doomed' }));
});
afterAll(() => secrets[Symbol.asyncDispose]());

const list = (input: sdk.ListSecretsCommandInput = {}) =>
  secrets.client.send(new sdk.ListSecretsCommand(input));
const names = async (input: sdk.ListSecretsCommandInput = {}): Promise<(string | undefined)[]> =>
  ((await list({ SortBy: 'name', ...input })).SecretList ?? []).map(({ Name }) => Name);

describe('ListSecrets', () => {
  test('tells what DescribeSecret tells, without values', async () => {
    const { SecretList = [] } = await list({ Filters: [{ Key: 'name', Values: ['prod/db'] }] });
    expect(SecretList).toMatchObject([
      {
        Name: 'prod/db',
        Description: 'The Database',
        Tags: [{ Key: 'team', Value: 'core' }],
        CreatedDate: expect.any(Date),
        LastChangedDate: expect.any(Date),
      },
    ]);
    expect(Object.values(SecretList[0]?.SecretVersionsToStages ?? {})).toEqual([['AWSCURRENT']]);
    expect(SecretList[0]).not.toHaveProperty('SecretString');
  });

  test('leaves out what is scheduled for deletion, unless asked', async () => {
    expect(await names()).toEqual(['prod/api', 'prod/db', 'test/db']);
    expect(await names({ IncludePlannedDeletion: true })).toContain('doomed');
  });

  test.each([
    ['name', ['prod/'], ['prod/api', 'prod/db']],
    ['name', ['Prod'], []],
    ['name', ['!prod/'], ['test/db']],
    ['name', ['prod/a', 'test'], ['prod/api', 'test/db']],
    ['description', ['the data'], ['prod/db']],
    ['tag-key', ['te'], ['prod/api', 'prod/db', 'test/db']],
    ['tag-key', ['team'], ['prod/api', 'prod/db']],
    ['tag-value', ['we'], ['prod/api']],
    ['primary-region', ['us-'], ['prod/api', 'prod/db', 'test/db']],
    ['owning-service', ['rds'], []],
    ['all', ['DB'], ['prod/db', 'test/db']],
    ['all', ['database core'], ['prod/db']],
  ] as const)('by %s %j', async (Key, Values, expected) => {
    expect(await names({ Filters: [{ Key, Values: [...Values] }] })).toEqual(expected);
  });

  test('every filter has to hold', async () => {
    const Filters: sdk.Filter[] = [
      { Key: 'name', Values: ['prod'] },
      { Key: 'tag-value', Values: ['core'] },
    ];
    expect(await names({ Filters })).toEqual(['prod/db']);
  });

  test('sorts, and goes page by page either way', async () => {
    expect(await names({ SortOrder: 'desc' })).toEqual(['test/db', 'prod/db', 'prod/api']);
    const created = await list({ SortBy: 'created-date', SortOrder: 'asc' });
    expect(created.SecretList?.map(({ Name }) => Name)).toHaveLength(3);
    for (const SortOrder of ['asc', 'desc'] as const) {
      const pages: string[] = [];
      const { client } = secrets;
      const input = { SortBy: 'name', SortOrder } as const;
      for await (const page of sdk.paginateListSecrets({ client, pageSize: 1 }, input)) {
        pages.push(...(page.SecretList ?? []).map(({ Name = '' }) => Name));
      }
      expect(pages).toEqual(await names({ SortOrder }));
    }
  });

  test('a token of another query is none', async () => {
    const { NextToken } = await list({ MaxResults: 1 });
    expect(await errorOf(list({ MaxResults: 1, SortBy: 'name', NextToken }))).toMatch(
      /^InvalidNextTokenException/,
    );
    expect(await errorOf(list({ MaxResults: 0 }))).toMatch(
      /^ValidationException: 1 validation error detected: Value '0' at 'maxResults' failed/,
    );
  });
});

describe('BatchGetSecretValue', () => {
  const batch = (input: sdk.BatchGetSecretValueCommandInput) =>
    secrets.client.send(new sdk.BatchGetSecretValueCommand(input));

  test('by id, what cannot be had beside the rest', async () => {
    const { SecretValues, Errors } = await batch({ SecretIdList: ['prod/db', 'nowhere', 'doomed'] });
    expect(SecretValues).toMatchObject([{ Name: 'prod/db', SecretString: 'prod/db' }]);
    expect(Errors).toEqual([
      {
        SecretId: 'nowhere',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
      {
        SecretId: 'doomed',
        ErrorCode: 'InvalidRequestException',
        Message: "You can't perform this operation on the secret because it was marked for deletion.",
      },
    ]);
  });

  test('by filter, page by page', async () => {
    const Filters: sdk.Filter[] = [{ Key: 'name', Values: ['prod/'] }];
    const first = await batch({ Filters, MaxResults: 1 });
    const second = await batch({ Filters, MaxResults: 1, NextToken: first.NextToken });
    const found = [first, second].flatMap(({ SecretValues = [] }) => SecretValues);
    expect(found.map(({ SecretString = '' }) => SecretString).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'prod/api',
      'prod/db',
    ]);
    expect(second.NextToken).toBeUndefined();
  });

  test('not by both, nor by neither', async () => {
    const both =
      "InvalidParameterException: Either 'SecretIdList' or 'Filters' must be provided, but not both.";
    expect(await errorOf(batch({}))).toBe(both);
    expect(await errorOf(batch({ SecretIdList: ['a'], Filters: [] }))).toBe(both);
    expect(await errorOf(batch({ SecretIdList: ['a'], MaxResults: 1 }))).toBe(
      "InvalidParameterException: 'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
    );
  });
});
