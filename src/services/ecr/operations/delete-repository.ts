import { repositoryNotEmpty } from '../errors.ts';
import { imagesOf } from '../model/images.ts';
import { describeRepository, emptyRepository, theRepository } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const deleteRepository: EcrOperation<'DeleteRepository'> = (input, call) => {
  const record = theRepository(call, input);
  const { tables } = call;
  if (input.force !== true && imagesOf(tables, record).length > 0) {
    throw repositoryNotEmpty(record.name, record.account);
  }
  emptyRepository(tables, record);
  tables.repositories.delete(record.account, record.region, record.name);
  return { repository: describeRepository(call, record) };
};
