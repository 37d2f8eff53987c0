import { summarizeReplay } from '../model/describe-archive.ts';
import { checkFilters } from '../model/find-archive.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listReplays: EventsOperation<'ListReplays'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, EventSourceArn, State } = input;
  checkFilters('ListReplays', [NamePrefix, EventSourceArn, State]);
  const where = { account, region, name: { startsWith: NamePrefix ?? '' } };
  const found = call.tables.replays
    .select({ where })
    .filter(({ sourceArn }) => EventSourceArn === undefined || sourceArn === EventSourceArn)
    .filter(({ state }) => State === undefined || state === State);
  const page = pageOf(found, ({ name }) => name, input);
  return { Replays: page.items.map(summarizeReplay), ...nextToken(page) };
};
