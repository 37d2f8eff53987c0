import { archiveOf } from '../model/find-archive.ts';
import type { EventsOperation } from '../operation.ts';

/** Its events are removed afterwards, piece by piece. */
export const deleteArchive: EventsOperation<'DeleteArchive'> = (input, call) => {
  const { account, region, name, id } = archiveOf(call, input.ArchiveName);
  call.tables.archives.delete(account, region, name);
  call.tables.archiveRemovals.put({ account, region, archive: id });
  return {};
};
