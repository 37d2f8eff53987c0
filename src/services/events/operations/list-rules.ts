import { describeRule } from '../model/describe.ts';
import { busOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listRules: EventsOperation<'ListRules'> = (input, call) => {
  const { account, region } = call;
  const { name: bus } = busOf(call, input.EventBusName);
  const startsWith = input.NamePrefix;
  const where = { account, region, bus, ...(startsWith !== undefined && { name: { startsWith } }) };
  const page = pageOf(call.tables.rules.select({ where }), ({ name }) => name, input);
  return { Rules: page.items.map(describeRule), ...nextToken(page) };
};
