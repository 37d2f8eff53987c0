import { describeBus } from '../model/describe.ts';
import { busOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listEventBuses: EventsOperation<'ListEventBuses'> = (input, call) => {
  const { account, region } = call;
  const made = call.tables.buses.select({ where: { account, region } });
  const all = [busOf(call), ...made.filter(({ name }) => name !== 'default')];
  const wanted = all.filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
  const page = pageOf(wanted, ({ name }) => name, input);
  return { EventBuses: page.items.map(describeBus), ...nextToken(page) };
};
