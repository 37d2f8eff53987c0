import { describeConnection } from '../model/describe.ts';
import { nextToken, pageOfRows } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listConnections: EventsOperation<'ListConnections'> = (input, call) => {
  const { account, region } = call;
  const { NamePrefix, ConnectionState } = input;
  const rows = {
    table: call.tables.connections,
    where: { account, region, name: { startsWith: NamePrefix ?? '' } },
    place: [account, region],
    wants: ({ state }: { state: string }) => ConnectionState === undefined || state === ConnectionState,
  };
  const page = pageOfRows(rows, input);
  return { Connections: page.items.map(describeConnection), ...nextToken(page) };
};
