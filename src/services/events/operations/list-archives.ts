import { summarizeArchive } from '../model/describe-archive.ts';
import { checkFilters } from '../model/find-archive.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listArchives: EventsOperation<'ListArchives'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, EventSourceArn, State = 'ENABLED' } = input;
  checkFilters('ListArchives', [NamePrefix, EventSourceArn, input.State]);
  const where = { account, region, name: { startsWith: NamePrefix ?? '' } };
  const found = call.tables.archives
    .select({ where })
    .filter(({ sourceArn }) => EventSourceArn === undefined || sourceArn === EventSourceArn)
    // All that there are work.
    .filter(() => State === 'ENABLED');
  const page = pageOf(found, ({ name }) => name, input);
  return { Archives: page.items.map(summarizeArchive), ...nextToken(page) };
};
