import { describeApiDestination } from '../model/describe.ts';
import { nextToken, pageOfRows } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listApiDestinations: EventsOperation<'ListApiDestinations'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, ConnectionArn } = input;
  const rows = {
    table: call.tables.apiDestinations,
    where: { account, region, name: { startsWith: NamePrefix ?? '' } },
    place: [account, region],
    wants: ({ connectionArn }: { connectionArn: string }) =>
      ConnectionArn === undefined || connectionArn === ConnectionArn,
  };
  const page = pageOfRows(rows, input);
  return { ApiDestinations: page.items.map(describeApiDestination), ...nextToken(page) };
};
