import { theRepository } from '../model/repositories.ts';
import { checkedMutability } from '../model/tag-mutability.ts';
import type { EcrOperation } from '../operation.ts';

export const putImageTagMutability: EcrOperation<'PutImageTagMutability'> = (input, call) => {
  const { mutability: _, exclusions: __, ...record } = theRepository(call, input);
  const checked = checkedMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  call.tables.repositories.put({ ...record, ...checked });
  return {
    registryId: record.account,
    repositoryName: record.name,
    imageTagMutability: checked.mutability,
    ...(checked.exclusions === undefined
      ? {}
      : { imageTagMutabilityExclusionFilters: [...checked.exclusions] }),
  };
};
