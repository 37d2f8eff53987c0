import * as sdk from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, startParameters, type TestParameters } from './client.ts';

let ssm: TestParameters;
beforeAll(async () => {
  ssm = await startParameters();
  const put = (input: Partial<sdk.PutParameterCommandInput> & { Name: string }) =>
    ssm.client.send(
      new sdk.PutParameterCommand({ Value: `value of ${input.Name}`, Type: 'String', ...input }),
    );
  await put({ Name: '/app/db/password', Type: 'SecureString', Tags: [{ Key: 'team', Value: 'core' }] });
  await put({ Name: '/app/db/user' });
  await put({ Name: '/app/name', Description: 'the name' });
  await put({ Name: '/application', Type: 'StringList', Value: 'a,b' });
  await put({ Name: 'flat', Tier: 'Advanced' });
  await put({ Name: '/app/name', Value: 'second', Overwrite: true });
});
afterAll(() => ssm[Symbol.asyncDispose]());

const names = (parameters: readonly { Name?: string | undefined }[] = []): (string | undefined)[] =>
  parameters.map(({ Name }) => Name);

describe('GetParameters', () => {
  test('tells those that there are, and the names of those that there are not', async () => {
    const Names = ['/app/name', '/app/name:1', '/app/name:7', 'nowhere', '/app/db/password'];
    const answer = await ssm.client.send(new sdk.GetParametersCommand({ Names, WithDecryption: true }));
    expect(answer.Parameters).toMatchObject([
      { Name: '/app/name', Value: 'second', Version: 2 },
      { Name: '/app/name', Value: 'value of /app/name', Version: 1, Selector: ':1' },
      { Name: '/app/db/password', Value: 'value of /app/db/password', Type: 'SecureString' },
    ]);
    expect(answer.InvalidParameters).toEqual(['/app/name:7', 'nowhere']);
  });

  test('takes at most ten names', async () => {
    const Names = Array.from({ length: 11 }, (_, index) => `p${index}`);
    expect(await errorOf(ssm.client.send(new sdk.GetParametersCommand({ Names })))).toMatch(
      /^ValidationException: .* at 'names' failed to satisfy constraint: Member must have length less than or equal to 10$/,
    );
  });
});

describe('GetParametersByPath', () => {
  const byPath = async (input: sdk.GetParametersByPathCommandInput) =>
    names((await ssm.client.send(new sdk.GetParametersByPathCommand(input))).Parameters);

  test.each([
    ['/app', false, ['/app/name']],
    ['/app/', false, ['/app/name']],
    ['/app', true, ['/app/db/password', '/app/db/user', '/app/name']],
    ['/app/db', false, ['/app/db/password', '/app/db/user']],
    ['/app/name', false, []],
    ['/', false, ['/application', 'flat']],
    ['/', true, ['/app/db/password', '/app/db/user', '/app/name', '/application', 'flat']],
    ['/nowhere', true, []],
  ])('%s, recursive %s', async (Path, Recursive, expected) => {
    expect(await byPath({ Path, Recursive })).toEqual(expected);
  });

  test('by type and label', async () => {
    const label = { Name: '/app/name', ParameterVersion: 1, Labels: ['stable'] };
    await ssm.client.send(new sdk.LabelParameterVersionCommand(label));
    const Path = '/app';
    const ofType = [{ Key: 'Type', Values: ['SecureString'] }];
    expect(await byPath({ Path, Recursive: true, ParameterFilters: ofType })).toEqual(['/app/db/password']);
    const labelled = new sdk.GetParametersByPathCommand({
      Path,
      ParameterFilters: [{ Key: 'Label', Values: ['stable'] }],
    });
    expect((await ssm.client.send(labelled)).Parameters).toMatchObject([{ Name: '/app/name', Version: 1 }]);
    const wrong = byPath({ Path, ParameterFilters: [{ Key: 'Name', Values: ['x'] }] });
    expect(await errorOf(wrong)).toBe(
      'InvalidFilterKey: The following filter key is not valid: Name. Valid filter keys include: [Type, KeyId, Label].',
    );
  });

  test('goes page by page', async () => {
    const pages: (string | undefined)[] = [];
    const input = { Path: '/', Recursive: true };
    for await (const page of sdk.paginateGetParametersByPath(
      { client: ssm.client, pageSize: 2 },
      // The paginator writes its token into it.
      { ...input },
    )) {
      pages.push(...names(page.Parameters));
    }
    expect(pages).toEqual(await byPath({ ...input, MaxResults: 10 }));
    expect(await errorOf(byPath({ ...input, NextToken: 'nonsense' }))).toMatch(/^InvalidNextToken/);
  });

  test('a path begins with a slash', async () => {
    expect(await errorOf(byPath({ Path: 'app' }))).toMatch(
      /^ValidationException: The parameter doesn't meet the parameter name requirements\./,
    );
  });
});

describe('DescribeParameters', () => {
  const describeAll = (ParameterFilters?: sdk.ParameterStringFilter[]) =>
    ssm.client.send(new sdk.DescribeParametersCommand({ ParameterFilters }));

  test('tells everything but the value', async () => {
    const { Parameters } = await describeAll([{ Key: 'Name', Values: ['/app/name'] }]);
    expect(Parameters).toEqual([
      {
        Name: '/app/name',
        ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/app/name',
        Type: 'String',
        Description: 'the name',
        LastModifiedDate: expect.any(Date),
        LastModifiedUser: 'arn:aws:iam::000000000000:root',
        Version: 2,
        Tier: 'Standard',
        Policies: [],
        DataType: 'text',
      },
    ]);
    const [secure] = (await describeAll([{ Key: 'Type', Values: ['SecureString'] }])).Parameters ?? [];
    expect(secure).toMatchObject({ Name: '/app/db/password', KeyId: 'alias/aws/ssm' });
  });

  test.each([
    [{ Key: 'Name', Option: 'BeginsWith', Values: ['/app/d'] }, ['/app/db/password', '/app/db/user']],
    [{ Key: 'Name', Option: 'Contains', Values: ['na'] }, ['/app/name']],
    [{ Key: 'Path', Values: ['/app'] }, ['/app/name']],
    [{ Key: 'Path', Option: 'Recursive', Values: ['/app/db'] }, ['/app/db/password', '/app/db/user']],
    [{ Key: 'Tier', Values: ['Advanced'] }, ['flat']],
    [{ Key: 'DataType', Values: ['aws:ec2:image'] }, []],
    [{ Key: 'KeyId', Option: 'BeginsWith', Values: ['alias/'] }, ['/app/db/password']],
    [{ Key: 'tag:team', Values: ['core', 'web'] }, ['/app/db/password']],
    [{ Key: 'tag:team' }, ['/app/db/password']],
    [{ Key: 'tag:other' }, []],
  ] as const)('%j', async (filter, expected) => {
    const { Parameters } = await describeAll([filter as never]);
    expect(names(Parameters)).toEqual(expected);
  });

  test('takes the older filters, but not both kinds', async () => {
    const Filters = [{ Key: 'Name' as const, Values: ['/app/'] }];
    const { Parameters } = await ssm.client.send(new sdk.DescribeParametersCommand({ Filters }));
    expect(Parameters).toHaveLength(3);
    const both = new sdk.DescribeParametersCommand({ Filters, ParameterFilters: [] });
    expect(await errorOf(ssm.client.send(both))).toMatch(/^ValidationException: You can use either/);
  });

  test.each([
    [
      [{ Key: 'Label', Values: ['x'] }],
      'InvalidFilterKey: The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type, KeyId, Tier, DataType, tag:key].',
    ],
    [
      [{ Key: 'Name' }],
      'InvalidFilterValue: The following filter values are missing : null for filter key Name.',
    ],
    [
      [
        { Key: 'Name', Values: ['a'] },
        { Key: 'Name', Values: ['b'] },
      ],
      'InvalidFilterKey: The following filter is duplicated in the request: Name. A request can contain only one occurrence of a specific filter.',
    ],
    [
      [{ Key: 'Path', Option: 'Equals', Values: ['/a'] }],
      'InvalidFilterOption: The following filter option is not valid: Equals. Valid options include: [Recursive, OneLevel].',
    ],
    [
      [{ Key: 'Type', Values: ['Text'] }],
      'InvalidFilterOption: The following filter value is not valid: Text. Valid values include: [String, StringList, SecureString].',
    ],
  ])('%j is refused', async (filters, text) => {
    expect(await errorOf(describeAll(filters))).toBe(text);
  });

  test('goes page by page', async () => {
    const pages: number[] = [];
    for await (const page of sdk.paginateDescribeParameters({ client: ssm.client, pageSize: 2 }, {})) {
      pages.push(page.Parameters?.length ?? 0);
    }
    expect(pages).toEqual([2, 2, 1]);
  });
});

describe('versions and labels', () => {
  const Name = '/app/name';
  const label = (Labels: string[], ParameterVersion?: number) =>
    ssm.client.send(new sdk.LabelParameterVersionCommand({ Name, Labels, ParameterVersion }));
  const history = async () =>
    (await ssm.client.send(new sdk.GetParameterHistoryCommand({ Name }))).Parameters ?? [];

  test('a label is on one version at a time, and names it', async () => {
    expect(await label(['prod', '1st', 'AWS-x', 'b a d'], 1)).toMatchObject({
      InvalidLabels: ['1st', 'AWS-x', 'b a d'],
      ParameterVersion: 1,
    });
    expect((await history()).map(({ Labels }) => Labels?.includes('prod'))).toEqual([true, false]);
    expect(await label(['prod'])).toMatchObject({ InvalidLabels: [], ParameterVersion: 2 });
    expect((await history()).map(({ Labels }) => Labels?.includes('prod'))).toEqual([false, true]);
    const labelled = new sdk.GetParameterCommand({ Name: `${Name}:prod` });
    expect((await ssm.client.send(labelled)).Parameter).toMatchObject({ Version: 2, Selector: ':prod' });
    const unlabel = new sdk.UnlabelParameterVersionCommand({
      Name,
      ParameterVersion: 2,
      Labels: ['prod', 'other'],
    });
    expect(await ssm.client.send(unlabel)).toMatchObject({
      RemovedLabels: ['prod'],
      InvalidLabels: ['other'],
    });
    expect(await errorOf(ssm.client.send(labelled))).toBe(
      'ParameterVersionNotFound: Systems Manager could not find version prod of /app/name. Verify the version and try again.',
    );
  });

  test('the history has every version with its value', async () => {
    expect(await history()).toMatchObject([
      { Name, Version: 1, Value: 'value of /app/name', Tier: 'Standard', Description: 'the name' },
      { Name, Version: 2, Value: 'second', LastModifiedUser: 'arn:aws:iam::000000000000:root' },
    ]);
    const nowhere = new sdk.GetParameterHistoryCommand({ Name: 'nowhere' });
    expect(await errorOf(ssm.client.send(nowhere))).toMatch(/^ParameterNotFound/);
  });

  test('a version has ten labels at most, and has to be there', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => `l${index}`);
    await label(ten, 2);
    expect(await errorOf(label(['one-more'], 2))).toMatch(/^ParameterVersionLabelLimitExceeded/);
    expect(await errorOf(label(['x'], 9))).toMatch(/^ParameterVersionNotFound: .* version 9 of \/app\/name/);
  });
});

describe('tags', () => {
  const resource = { ResourceType: 'Parameter', ResourceId: '/app/db/user' } as const;
  const list = async () => (await ssm.client.send(new sdk.ListTagsForResourceCommand(resource))).TagList;

  test('are added, listed and removed', async () => {
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '' },
    ];
    await ssm.client.send(new sdk.AddTagsToResourceCommand({ ...resource, Tags }));
    expect(await list()).toEqual(Tags);
    await ssm.client.send(new sdk.RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['a', 'c'] }));
    expect(await list()).toEqual([{ Key: 'b', Value: '' }]);
  });

  test('of what there is not are refused', async () => {
    const send = (ResourceType: 'Parameter' | 'Document', ResourceId: string) =>
      errorOf(ssm.client.send(new sdk.ListTagsForResourceCommand({ ResourceType, ResourceId })));
    expect(await send('Parameter', 'nowhere')).toMatch(/^InvalidResourceId/);
    expect(await send('Document', 'x')).toMatch(/^InvalidResourceType/);
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const many = new sdk.AddTagsToResourceCommand({ ...resource, Tags });
    expect(await errorOf(ssm.client.send(many))).toMatch(/^TooManyTagsError/);
  });
});
