import * as sdk from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecrContract } from '../../../src/aws/contract/ecr.gen.ts';
import { operations } from '../../../src/services/ecr/operations/index.ts';
import { testImage } from '../../support/ecr/images.ts';
import { startTestRegistry, type TestRegistry } from '../../support/ecr/start.ts';

let registry: TestRegistry;
let ecr: sdk.ECRClient;
const repositoryName = 'registry/app';
beforeAll(async () => {
  registry = await startTestRegistry();
  ({ ecr } = registry);
  await registry.create(repositoryName);
});
afterAll(() => registry[Symbol.asyncDispose]());

describe('authorization tokens', () => {
  test('are for user AWS, twelve hours, and the registry’s address', async () => {
    const { authorizationData = [] } = await ecr.send(new sdk.GetAuthorizationTokenCommand({}));
    const [data] = authorizationData;
    expect(data?.proxyEndpoint).toBe(registry.endpoint);
    expect(Buffer.from(data?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:.+/);
    expect(((data?.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000).toBeCloseTo(12, 1);
  });

  test('are given for the registries that are named', async () => {
    const registryIds = ['111111111111', '222222222222'];
    const { authorizationData } = await ecr.send(new sdk.GetAuthorizationTokenCommand({ registryIds }));
    expect(authorizationData).toHaveLength(2);
  });
});

describe('lifecycle policies', () => {
  const policy = (rules: readonly object[]): string => JSON.stringify({ rules }, null, 2);
  const untagged = {
    rulePriority: 1,
    description: 'those without a tag',
    selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 1 },
    action: { type: 'expire' },
  };
  const none = {
    name: 'LifecyclePolicyNotFoundException',
    message:
      "Lifecycle policy does not exist for the repository with name 'registry/app' in the registry with id '000000000000'",
  };

  test('are put, told and deleted', async () => {
    await expect(ecr.send(new sdk.GetLifecyclePolicyCommand({ repositoryName }))).rejects.toMatchObject(none);
    await expect(
      ecr.send(new sdk.StartLifecyclePolicyPreviewCommand({ repositoryName })),
    ).rejects.toMatchObject(none);
    const lifecyclePolicyText = policy([untagged]);
    const told = { registryId: '000000000000', repositoryName, lifecyclePolicyText };
    expect(
      await ecr.send(new sdk.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })),
    ).toMatchObject(told);
    expect(await ecr.send(new sdk.GetLifecyclePolicyCommand({ repositoryName }))).toMatchObject(told);
    expect(await ecr.send(new sdk.DeleteLifecyclePolicyCommand({ repositoryName }))).toMatchObject(told);
    await expect(ecr.send(new sdk.DeleteLifecyclePolicyCommand({ repositoryName }))).rejects.toMatchObject(
      none,
    );
  });

  test('that are none are refused in AWS’s words', async () => {
    const put = (lifecyclePolicyText: string): Promise<unknown> =>
      ecr.send(new sdk.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    const text = (why: string): object => ({
      name: 'InvalidParameterException',
      message: `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
    });
    await expect(put('x'.repeat(100))).rejects.toMatchObject(
      text('Could not map policyString into LifecyclePolicy.'),
    );
    await expect(put(policy([untagged, { ...untagged, rulePriority: 2 }]))).rejects.toMatchObject(
      text('Only one rule can select Untagged images per storage class.'),
    );
    await expect(put('{}')).rejects.toMatchObject({
      message:
        "Invalid parameter at 'lifecyclePolicyText' failed to satisfy constraint: 'Member must have length greater than or equal to 100'",
    });
  });

  test('are tried without effect', async () => {
    const images = [testImage(), testImage(), testImage()];
    for (const image of images) await registry.push(repositoryName, image.digest, image);
    const ask = new sdk.GetLifecyclePolicyPreviewCommand({ repositoryName });
    await expect(ecr.send(ask)).rejects.toMatchObject({ name: 'LifecyclePolicyPreviewNotFoundException' });
    const lifecyclePolicyText = policy([untagged]);
    const start = new sdk.StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText });
    expect(await ecr.send(start)).toMatchObject({ status: 'IN_PROGRESS', lifecyclePolicyText });
    const preview = await ecr.send(ask);
    expect(preview).toMatchObject({ status: 'COMPLETE', summary: { expiringImageTotalCount: 2 } });
    expect(preview.previewResults).toHaveLength(2);
    expect(preview.previewResults?.[0]).toMatchObject({ action: { type: 'EXPIRE' }, appliedRulePriority: 1 });
    const { imageIds } = await ecr.send(new sdk.ListImagesCommand({ repositoryName }));
    expect(imageIds).toHaveLength(3);
  });
});

describe('the registry', () => {
  test('has a policy', async () => {
    const none = {
      name: 'RegistryPolicyNotFoundException',
      message: "Registry policy does not exist in the registry with id '000000000000'",
    };
    await expect(ecr.send(new sdk.GetRegistryPolicyCommand({}))).rejects.toMatchObject(none);
    await expect(ecr.send(new sdk.PutRegistryPolicyCommand({ policyText: '{}' }))).rejects.toMatchObject({
      message:
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
    });
    const policyText = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ecr:*"}}';
    await ecr.send(new sdk.PutRegistryPolicyCommand({ policyText }));
    expect(await ecr.send(new sdk.GetRegistryPolicyCommand({}))).toMatchObject({
      policyText,
      registryId: '000000000000',
    });
    await ecr.send(new sdk.DeleteRegistryPolicyCommand({}));
    await expect(ecr.send(new sdk.DeleteRegistryPolicyCommand({}))).rejects.toMatchObject(none);
  });

  test('has a scanning configuration, whose rules go before a repository’s own', async () => {
    const get = new sdk.GetRegistryScanningConfigurationCommand({});
    expect((await ecr.send(get)).scanningConfiguration).toEqual({ scanType: 'BASIC', rules: [] });
    const rules = [
      {
        scanFrequency: 'SCAN_ON_PUSH' as const,
        repositoryFilters: [{ filter: 'registry/*', filterType: 'WILDCARD' as const }],
      },
    ];
    await ecr.send(new sdk.PutRegistryScanningConfigurationCommand({ scanType: 'BASIC', rules }));
    expect((await ecr.send(get)).scanningConfiguration).toEqual({ scanType: 'BASIC', rules });
    const { scanningConfigurations } = await ecr.send(
      new sdk.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] }),
    );
    expect(scanningConfigurations).toMatchObject([
      { scanOnPush: true, scanFrequency: 'SCAN_ON_PUSH', appliedScanFilters: rules[0]?.repositoryFilters },
    ]);
  });

  test('replicates nothing, and says so', async () => {
    expect(await ecr.send(new sdk.DescribeRegistryCommand({}))).toMatchObject({
      registryId: '000000000000',
      replicationConfiguration: { rules: [] },
    });
    const none = { replicationConfiguration: { rules: [] } };
    expect(await ecr.send(new sdk.PutReplicationConfigurationCommand(none))).toMatchObject(none);
    const some = { rules: [{ destinations: [{ region: 'eu-west-1', registryId: '000000000000' }] }] };
    await expect(
      ecr.send(new sdk.PutReplicationConfigurationCommand({ replicationConfiguration: some })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Replication to other registries is not supported by this version of Longshore.',
    });
    const image = testImage();
    await registry.push(repositoryName, 'replicated', image);
    const status = new sdk.DescribeImageReplicationStatusCommand({
      repositoryName,
      imageId: { imageTag: 'replicated' },
    });
    expect((await ecr.send(status)).replicationStatuses).toEqual([]);
  });

  test('caches no other registry', async () => {
    const rule = { ecrRepositoryPrefix: 'hub', upstreamRegistryUrl: 'registry-1.docker.io' };
    await expect(ecr.send(new sdk.CreatePullThroughCacheRuleCommand(rule))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect((await ecr.send(new sdk.DescribePullThroughCacheRulesCommand({}))).pullThroughCacheRules).toEqual(
      [],
    );
    const named = new sdk.DescribePullThroughCacheRulesCommand({ ecrRepositoryPrefixes: ['hub'] });
    await expect(ecr.send(named)).rejects.toMatchObject({ name: 'PullThroughCacheRuleNotFoundException' });
  });

  test('has settings, one of which forbids mounting', async () => {
    const name = 'BLOB_MOUNTING';
    expect((await ecr.send(new sdk.GetAccountSettingCommand({ name }))).value).toBe('ENABLED');
    await registry.create('registry/from', 'registry/to');
    const digest = await registry.pushBlob('registry/from', Buffer.from('a layer'));
    const mount = `/v2/registry/to/blobs/uploads/?mount=${digest}&from=registry/from`;
    await ecr.send(new sdk.PutAccountSettingCommand({ name, value: 'DISABLED' }));
    expect((await registry.call('POST', mount)).status).toBe(202);
    await ecr.send(new sdk.PutAccountSettingCommand({ name, value: 'ENABLED' }));
    expect((await registry.call('POST', mount)).status).toBe(201);
    await expect(ecr.send(new sdk.GetAccountSettingCommand({ name: 'X' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(ecr.send(new sdk.PutAccountSettingCommand({ name, value: 'X' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('templates', () => {
  const prefix = 'made';
  const lifecyclePolicy = JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 9 },
        action: { type: 'expire' },
      },
    ],
  });

  test('say what a push creates', async () => {
    const refused = await registry.call('POST', '/v2/made/app/blobs/uploads/');
    expect(refused.status).toBe(404);
    const given = {
      prefix,
      appliedFor: ['CREATE_ON_PUSH' as const],
      imageTagMutability: 'IMMUTABLE' as const,
      resourceTags: [{ Key: 'by', Value: 'template' }],
      lifecyclePolicy,
    };
    const create = new sdk.CreateRepositoryCreationTemplateCommand(given);
    expect((await ecr.send(create)).repositoryCreationTemplate).toMatchObject({
      ...given,
      encryptionConfiguration: { encryptionType: 'AES256' },
      createdAt: expect.any(Date),
    });
    await expect(ecr.send(create)).rejects.toMatchObject({ name: 'TemplateAlreadyExistsException' });
    // To ask is not to push, and another name is not below the prefix.
    expect((await registry.call('GET', '/v2/made/app/tags/list')).status).toBe(404);
    expect((await registry.call('POST', '/v2/madeup/blobs/uploads/')).status).toBe(404);
    await registry.push('made/app', 'v1', testImage());
    const { repositories } = await ecr.send(
      new sdk.DescribeRepositoriesCommand({ repositoryNames: ['made/app'] }),
    );
    expect(repositories).toMatchObject([{ imageTagMutability: 'IMMUTABLE' }]);
    const resourceArn = repositories?.[0]?.repositoryArn ?? '';
    expect((await ecr.send(new sdk.ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(
      given.resourceTags,
    );
    const policy = new sdk.GetLifecyclePolicyCommand({ repositoryName: 'made/app' });
    expect((await ecr.send(policy)).lifecyclePolicyText).toBe(lifecyclePolicy);
  });

  test('are changed, listed and deleted', async () => {
    const update = new sdk.UpdateRepositoryCreationTemplateCommand({
      prefix,
      description: 'new',
      lifecyclePolicy: '',
    });
    const { repositoryCreationTemplate: changed } = await ecr.send(update);
    expect(changed).toMatchObject({ description: 'new', imageTagMutability: 'IMMUTABLE' });
    expect(changed?.lifecyclePolicy).toBeUndefined();
    const list = new sdk.DescribeRepositoryCreationTemplatesCommand({});
    expect((await ecr.send(list)).repositoryCreationTemplates).toEqual([changed]);
    await ecr.send(
      new sdk.CreateRepositoryCreationTemplateCommand({ prefix: 'ROOT', appliedFor: ['CREATE_ON_PUSH'] }),
    );
    await registry.push('any/name', 'v1', testImage());
    const settings = new sdk.DescribeRepositoriesCommand({ repositoryNames: ['any/name'] });
    expect((await ecr.send(settings)).repositories?.[0]?.imageTagMutability).toBe('MUTABLE');
    for (const each of [prefix, 'ROOT'])
      await ecr.send(new sdk.DeleteRepositoryCreationTemplateCommand({ prefix: each }));
    expect((await registry.call('POST', '/v2/any/other/blobs/uploads/')).status).toBe(404);
    await expect(ecr.send(update)).rejects.toMatchObject({ name: 'TemplateNotFoundException' });
    await expect(ecr.send(new sdk.DeleteRepositoryCreationTemplateCommand({ prefix }))).rejects.toMatchObject(
      {
        name: 'TemplateNotFoundException',
      },
    );
  });

  test('are held to the rules of what they say', async () => {
    const bad = { prefix, appliedFor: ['CREATE_ON_PUSH' as const] };
    for (const more of [
      { repositoryPolicy: '{}' },
      { lifecyclePolicy: '{}' },
      { imageTagMutability: 'MUTABLE_WITH_EXCLUSION' as const },
    ]) {
      await expect(
        ecr.send(new sdk.CreateRepositoryCreationTemplateCommand({ ...bad, ...more })),
      ).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });
});

test('what is not implemented is refused with an error of its model', async () => {
  const missing = ecrContract.operations.names().filter((name) => !Object.hasOwn(operations, name));
  expect(missing).toContain('PutSigningConfiguration');
  const command = new sdk.PutSigningConfigurationCommand({ signingConfiguration: { rules: [] } });
  await expect(ecr.send(command)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'PutSigningConfiguration is not implemented by this version of Longshore.',
  });
});
