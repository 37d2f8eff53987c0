import { describeRule } from '../model/describe.ts';
import { busOf } from '../model/find.ts';
import { nextToken, pageOfRows } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listRules: EventsOperation<'ListRules'> = (input, call) => {
  const { account, region } = call;
  const { name: bus } = busOf(call, input.EventBusName);
  const where = { account, region, bus, name: { startsWith: input.NamePrefix ?? '' } };
  const page = pageOfRows({ table: call.tables.rules, where, place: [account, region, bus] }, input);
  return { Rules: page.items.map(describeRule), ...nextToken(page) };
};
