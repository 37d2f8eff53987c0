import { describeApiDestination } from '../model/describe.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listApiDestinations: EventsOperation<'ListApiDestinations'> = (input, call) => {
  const { account, region } = call;
  const found = call.tables.apiDestinations
    .select({ where: { account, region } })
    .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
    .filter(({ connectionArn }) => connectionArn === (input.ConnectionArn ?? connectionArn));
  const page = pageOf(found, ({ name }) => name, input);
  return { ApiDestinations: page.items.map(describeApiDestination), ...nextToken(page) };
};
