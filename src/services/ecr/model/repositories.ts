import { arn } from '../../../aws/arn.ts';
import type { Repository } from '../../../aws/contract/ecr.types.gen.ts';
import { repositoryNotFound } from '../errors.ts';
import type { EcrCall } from '../operation.ts';
import { scopeOf } from './scope.ts';
import type { EcrTables, RegistryScope, RepositoryRecord } from './tables.ts';

export const repositoryArn = (call: EcrCall, { account, name }: RepositoryRecord): string =>
  arn({ ...call, account }, 'ecr', `repository/${name}`);

/** The repository that a call names, or RepositoryNotFoundException. */
export function theRepository(
  call: EcrCall,
  input: { readonly registryId?: string; readonly repositoryName: string },
): RepositoryRecord {
  const { account, region } = scopeOf(call, input.registryId);
  const found = call.tables.repositories.get(account, region, input.repositoryName);
  if (found === undefined) throw repositoryNotFound(input.repositoryName, account);
  return found;
}

export function describeRepository(call: EcrCall, record: RepositoryRecord): Repository {
  return {
    repositoryArn: repositoryArn(call, record),
    registryId: record.account,
    repositoryName: record.name,
    repositoryUri: `${call.address.hostOf(record)}/${record.name}`,
    createdAt: record.createdAt / 1000,
    imageTagMutability: record.mutability,
    ...(record.exclusions === undefined
      ? {}
      : { imageTagMutabilityExclusionFilters: [...record.exclusions] }),
    imageScanningConfiguration: { scanOnPush: record.scanOnPush },
    encryptionConfiguration: record.encryption,
  };
}

/** Images, tags, links to layers and uploads of one repository. Blobs that nothing needs then go later. */
export function emptyRepository(tables: EcrTables, { account, region, name }: RepositoryRecord): void {
  const where = { account, region, repository: name };
  for (const { digest } of tables.images.select({ where }))
    tables.images.delete(account, region, name, digest);
  for (const { tag } of tables.tags.select({ where })) tables.tags.delete(account, region, name, tag);
  for (const { digest } of tables.layers.select({ where }))
    tables.layers.delete(account, region, name, digest);
  for (const { id } of tables.uploads.select({ where })) tables.uploads.delete(id);
}

export const registryOf = (tables: EcrTables, { account, region }: RegistryScope) =>
  tables.registries.get(account, region) ?? { account, region };
