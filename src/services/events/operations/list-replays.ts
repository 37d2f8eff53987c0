import { summarizeReplay } from '../model/describe-archive.ts';
import { checkFilters } from '../model/find-archive.ts';
import { nextToken, pageOfRows } from '../model/page.ts';
import type { ReplayRecord } from '../model/tables.ts';
import type { EventsOperation } from '../operation.ts';

export const listReplays: EventsOperation<'ListReplays'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, EventSourceArn, State } = input;
  checkFilters('ListReplays', [NamePrefix, EventSourceArn, State]);
  const rows = {
    table: call.tables.replays,
    where: { account, region, name: { startsWith: NamePrefix ?? '' } },
    place: [account, region],
    wants: ({ sourceArn, state }: ReplayRecord) =>
      (EventSourceArn === undefined || sourceArn === EventSourceArn) &&
      (State === undefined || state === State),
  };
  const page = pageOfRows(rows, input);
  return { Replays: page.items.map(summarizeReplay), ...nextToken(page) };
};
