import { repositoryExists } from '../errors.ts';
import { describeRepository } from '../model/repositories.ts';
import { checkTags } from '../model/resource-tags.ts';
import { scopeOf } from '../model/scope.ts';
import { checkedMutability } from '../model/tag-mutability.ts';
import type { RepositoryRecord } from '../model/tables.ts';
import type { EcrOperation } from '../operation.ts';

/** The encryption is echoed: blobs lie on the user's own disk as they are. */
export const createRepository: EcrOperation<'CreateRepository'> = (input, call) => {
  const { account, region } = scopeOf(call, input.registryId);
  const name = input.repositoryName;
  const tags = checkTags(input.tags ?? []);
  const mutability = checkedMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  if (call.tables.repositories.get(account, region, name) !== undefined)
    throw repositoryExists(name, account);
  const encryption = input.encryptionConfiguration ?? { encryptionType: 'AES256' };
  const record: RepositoryRecord = {
    account,
    region,
    name,
    createdAt: call.now,
    ...mutability,
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption,
    tags,
  };
  call.tables.repositories.put(record);
  return { repository: describeRepository(call, record) };
};
