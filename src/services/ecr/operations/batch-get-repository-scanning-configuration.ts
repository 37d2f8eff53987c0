import type {
  RepositoryScanningConfiguration,
  RepositoryScanningConfigurationFailure,
} from '../../../aws/contract/ecr.types.gen.ts';
import { registryOf, repositoryArn } from '../model/repositories.ts';
import { matchesWildcard } from '../model/tag-mutability.ts';
import type { EcrOperation } from '../operation.ts';

/** The registry's rules decide, and where none fits, the repository's own setting. */
export const batchGetRepositoryScanningConfiguration: EcrOperation<
  'BatchGetRepositoryScanningConfiguration'
> = (input, call) => {
  const scanningConfigurations: RepositoryScanningConfiguration[] = [];
  const failures: RepositoryScanningConfigurationFailure[] = [];
  const rules = registryOf(call.tables, call).scanning?.rules ?? [];
  for (const repositoryName of input.repositoryNames) {
    const record = call.tables.repositories.get(call.account, call.region, repositoryName);
    if (record === undefined) {
      failures.push({
        repositoryName,
        failureCode: 'REPOSITORY_NOT_FOUND',
        failureReason: 'REPOSITORY_NOT_FOUND',
      });
      continue;
    }
    const rule = rules.find(({ repositoryFilters }) =>
      // A filter without a wildcard fits every name that holds it.
      repositoryFilters.some(({ filter }) =>
        matchesWildcard(filter.includes('*') ? filter : `*${filter}*`, repositoryName),
      ),
    );
    const scanFrequency = rule?.scanFrequency ?? (record.scanOnPush ? 'SCAN_ON_PUSH' : 'MANUAL');
    scanningConfigurations.push({
      repositoryArn: repositoryArn(call, record),
      repositoryName,
      scanOnPush: scanFrequency !== 'MANUAL',
      scanFrequency,
      appliedScanFilters: rule?.repositoryFilters ?? [],
    });
  }
  return { scanningConfigurations, failures };
};
