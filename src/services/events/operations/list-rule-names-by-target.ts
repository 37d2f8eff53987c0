import { busOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { EventsOperation } from '../operation.ts';

export const listRuleNamesByTarget: EventsOperation<'ListRuleNamesByTarget'> = (input, call) => {
  const { account, region } = call;
  const { name: bus } = busOf(call, input.EventBusName);
  const rules = call.tables.rules.select({ where: { account, region, bus } });
  const found = rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn));
  const page = pageOf(
    found.map(({ name }) => name),
    (name) => name,
    input,
  );
  return { RuleNames: page.items, ...nextToken(page) };
};
