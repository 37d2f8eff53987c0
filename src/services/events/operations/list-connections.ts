import { describeConnection } from '../model/describe.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listConnections: EventsOperation<'ListConnections'> = (input, call) => {
  const { account, region } = call;
  const found = call.tables.connections
    .select({ where: { account, region } })
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .filter(({ state }) => input.ConnectionState === undefined || state === input.ConnectionState);
  const page = pageOf(found, ({ name }) => name, input);
  return { Connections: page.items.map(describeConnection), ...nextToken(page) };
};
