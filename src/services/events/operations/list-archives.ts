import { summarizeArchive } from '../model/describe-archive.ts';
import { checkFilters } from '../model/find-archive.ts';
import { nextToken, pageOfRows } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listArchives: EventsOperation<'ListArchives'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, EventSourceArn, State } = input;
  checkFilters('ListArchives', [NamePrefix, EventSourceArn, State]);
  // All that there are work.
  if (State !== undefined && State !== 'ENABLED') return { Archives: [] };
  const rows = {
    table: call.tables.archives,
    where: { account, region, name: { startsWith: NamePrefix ?? '' } },
    place: [account, region],
    wants: ({ sourceArn }: { sourceArn: string }) =>
      EventSourceArn === undefined || sourceArn === EventSourceArn,
  };
  const page = pageOfRows(rows, input);
  return { Archives: page.items.map(summarizeArchive), ...nextToken(page) };
};
