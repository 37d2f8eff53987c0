import * as sdk from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testImage } from '../../support/ecr/images.ts';
import { startTestRegistry, type TestRegistry } from '../../support/ecr/start.ts';

let registry: TestRegistry;
let ecr: sdk.ECRClient;
beforeAll(async () => {
  registry = await startTestRegistry();
  ({ ecr } = registry);
});
afterAll(() => registry[Symbol.asyncDispose]());

const missing = (name: string): object => ({
  name: 'RepositoryNotFoundException',
  message: `The repository with name '${name}' does not exist in the registry with id '000000000000'`,
});

describe('repositories', () => {
  test('are created with what AWS sets by itself', async () => {
    const { repository } = await ecr.send(new sdk.CreateRepositoryCommand({ repositoryName: 'plain' }));
    const port = new URL(registry.endpoint).port;
    expect(repository).toEqual({
      repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/plain',
      registryId: '000000000000',
      repositoryName: 'plain',
      repositoryUri: `127.0.0.1:${port}/plain`,
      createdAt: expect.any(Date),
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
  });

  test('are created with all that can be given, and tell it again', async () => {
    const given = {
      repositoryName: 'team/full',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'alias/images' },
    } as const;
    const tags = [{ Key: 'team', Value: 'a' }];
    await ecr.send(
      new sdk.CreateRepositoryCommand({
        ...given,
        imageTagMutabilityExclusionFilters: [...given.imageTagMutabilityExclusionFilters],
        tags,
      }),
    );
    const { repositories } = await ecr.send(
      new sdk.DescribeRepositoriesCommand({ repositoryNames: ['team/full'] }),
    );
    expect(repositories).toMatchObject([given]);
    const resourceArn = repositories?.[0]?.repositoryArn ?? '';
    expect((await ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
  });

  test('are created once', async () => {
    await registry.create('twice');
    await expect(registry.create('twice')).rejects.toMatchObject({
      name: 'RepositoryAlreadyExistsException',
      message: "The repository with name 'twice' already exists in the registry with id '000000000000'",
    });
  });

  test.each([
    [
      { repositoryName: 'UPPER' },
      /^Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '/,
    ],
    [
      { repositoryName: 'a' },
      /^Invalid parameter at 'repositoryName' failed to satisfy constraint: 'Member must have length greater than or equal to 2'$/,
    ],
    [
      { repositoryName: 'ab', registryId: '1' },
      /^Invalid parameter at 'registryId' failed to satisfy constraint: 'must satisfy regular expression '\[0-9\]\{12\}''$/,
    ],
    [
      { repositoryName: 'ab', imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const },
      /'imageTagMutabilityExclusionFilters'/,
    ],
    [
      {
        repositoryName: 'ab',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD' as const, filter: 'x' }],
      },
      /'imageTagMutabilityExclusionFilters'/,
    ],
  ])('%j is refused', async (input, message) => {
    await expect(ecr.send(new sdk.CreateRepositoryCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
  });

  test('are listed page by page, and by name all or none', async () => {
    const names: string[] = [];
    for await (const page of sdk.paginateDescribeRepositories({ client: ecr, pageSize: 2 }, {})) {
      names.push(...(page.repositories ?? []).map(({ repositoryName = '' }) => repositoryName));
    }
    expect(names).toEqual(['plain', 'team/full', 'twice']);
    const some = new sdk.DescribeRepositoriesCommand({ repositoryNames: ['plain', 'nope'] });
    await expect(ecr.send(some)).rejects.toMatchObject(missing('nope'));
    const damaged = new sdk.DescribeRepositoriesCommand({ nextToken: 'x' });
    await expect(ecr.send(damaged)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('are deleted when empty, or with force', async () => {
    await registry.create('filled');
    await registry.push('filled', 'v1', testImage());
    await expect(
      ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'filled' })),
    ).rejects.toMatchObject({
      name: 'RepositoryNotEmptyException',
      message:
        "The repository with name 'filled' in registry with id '000000000000' cannot be deleted because it still contains images",
    });
    const { repository } = await ecr.send(
      new sdk.DeleteRepositoryCommand({ repositoryName: 'filled', force: true }),
    );
    expect(repository?.repositoryName).toBe('filled');
    await expect(
      ecr.send(new sdk.DeleteRepositoryCommand({ repositoryName: 'filled' })),
    ).rejects.toMatchObject(missing('filled'));
    await registry.create('filled');
    expect((await ecr.send(new sdk.ListImagesCommand({ repositoryName: 'filled' }))).imageIds).toEqual([]);
  });

  test('are another account’s own', async () => {
    const other = new sdk.ECRClient({
      endpoint: registry.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: '123456789012', secretAccessKey: 'x' },
    });
    const ask = new sdk.DescribeRepositoriesCommand({ repositoryNames: ['plain'] });
    await expect(other.send(ask)).rejects.toMatchObject({
      message: "The repository with name 'plain' does not exist in the registry with id '123456789012'",
    });
    await other.send(new sdk.CreateRepositoryCommand({ repositoryName: 'theirs' }));
    const { authorizationData } = await other.send(new sdk.GetAuthorizationTokenCommand({}));
    // Under a plain address the token says whose registry is meant; under a name of ECR, the name.
    const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    const list = '/v2/theirs/tags/list';
    expect((await registry.call('GET', list, { authorization })).status).toBe(200);
    expect((await registry.call('GET', list)).status).toBe(404);
    other.destroy();
  });
});

describe('settings of a repository', () => {
  const repositoryName = 'settings';
  beforeAll(() => registry.create(repositoryName));

  test('tag mutability', async () => {
    await registry.push(repositoryName, 'v1', testImage());
    const immutable = { repositoryName, imageTagMutability: 'IMMUTABLE' } as const;
    expect(await ecr.send(new sdk.PutImageTagMutabilityCommand(immutable))).toMatchObject({
      ...immutable,
      registryId: '000000000000',
    });
    await expect(registry.push(repositoryName, 'v1', testImage())).rejects.toThrow(
      "The image tag 'v1' already exists in the 'settings' repository and cannot be overwritten because the tag is immutable.",
    );
    const exclusion = {
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' as const,
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD' as const, filter: 'v*' }],
    };
    expect(await ecr.send(new sdk.PutImageTagMutabilityCommand(exclusion))).toMatchObject(exclusion);
    await registry.push(repositoryName, 'v1', testImage());
    const back = await ecr.send(
      new sdk.PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'MUTABLE' }),
    );
    expect(back.imageTagMutabilityExclusionFilters).toBeUndefined();
  });

  test('scanning', async () => {
    const imageScanningConfiguration = { scanOnPush: true };
    const put = new sdk.PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration });
    expect(await ecr.send(put)).toMatchObject({ repositoryName, imageScanningConfiguration });
    const get = new sdk.BatchGetRepositoryScanningConfigurationCommand({
      repositoryNames: [repositoryName, 'nope'],
    });
    expect(await ecr.send(get)).toMatchObject({
      scanningConfigurations: [{ repositoryName, scanOnPush: true, scanFrequency: 'SCAN_ON_PUSH' }],
      failures: [{ repositoryName: 'nope', failureCode: 'REPOSITORY_NOT_FOUND' }],
    });
  });

  test('policy', async () => {
    const policyText = JSON.stringify({
      Version: '2008-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] }],
    });
    const none = {
      name: 'RepositoryPolicyNotFoundException',
      message:
        "Repository policy does not exist for the repository with name 'settings' in the registry with id '000000000000'",
    };
    await expect(ecr.send(new sdk.GetRepositoryPolicyCommand({ repositoryName }))).rejects.toMatchObject(
      none,
    );
    for (const bad of [
      '{',
      '{}',
      '{"Statement":[]}',
      '{"Statement":[{"Effect":"Maybe","Action":"x","Principal":"*"}]}',
    ]) {
      await expect(
        ecr.send(new sdk.SetRepositoryPolicyCommand({ repositoryName, policyText: bad })),
      ).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message:
          "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      });
    }
    const told = { repositoryName, policyText, registryId: '000000000000' };
    expect(await ecr.send(new sdk.SetRepositoryPolicyCommand({ repositoryName, policyText }))).toMatchObject(
      told,
    );
    expect(await ecr.send(new sdk.GetRepositoryPolicyCommand({ repositoryName }))).toMatchObject(told);
    expect(await ecr.send(new sdk.DeleteRepositoryPolicyCommand({ repositoryName }))).toMatchObject(told);
    await expect(ecr.send(new sdk.DeleteRepositoryPolicyCommand({ repositoryName }))).rejects.toMatchObject(
      none,
    );
  });

  test('tags', async () => {
    const resourceArn = `arn:aws:ecr:us-east-1:000000000000:repository/${repositoryName}`;
    await ecr.send(
      new sdk.TagResourceCommand({
        resourceArn,
        tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await ecr.send(new sdk.TagResourceCommand({ resourceArn, tags: [{ Key: 'a', Value: '3' }] }));
    await ecr.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['b', 'never'] }));
    expect((await ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { Key: 'a', Value: '3' },
    ]);
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await expect(ecr.send(new sdk.TagResourceCommand({ resourceArn, tags: many }))).rejects.toMatchObject({
      name: 'TooManyTagsException',
    });
    await expect(
      ecr.send(new sdk.TagResourceCommand({ resourceArn, tags: [{ Key: 'aws:x', Value: '' }] })),
    ).rejects.toMatchObject({ name: 'InvalidTagParameterException' });
    await expect(
      ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn: 'arn:aws:ecs:us-east-1:1:x' })),
    ).rejects.toMatchObject({
      message: "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'",
    });
    await expect(
      ecr.send(
        new sdk.ListTagsForResourceCommand({ resourceArn: resourceArn.replace(repositoryName, 'nope') }),
      ),
    ).rejects.toMatchObject(missing('nope'));
  });
});
