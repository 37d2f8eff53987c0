import { summarize } from '../model/describe.ts';
import { groupOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { SchedulerOperation } from '../operation.ts';

/** In order of group and name. */
export const listSchedules: SchedulerOperation<'ListSchedules'> = (input, call) => {
  const { account, region } = call;
  const { GroupName, NamePrefix, State } = input;
  if (GroupName !== undefined) groupOf(call, GroupName);
  const where = {
    account,
    region,
    group_name: GroupName,
    state: State,
    ...(NamePrefix !== undefined && { name: { startsWith: NamePrefix } }),
  };
  const page = pageOf(
    (after, limit) =>
      call.tables.schedules.select({
        where,
        limit,
        ...(after !== undefined && { after: [account, region, ...after.split('/')] }),
      }),
    // Names have no slash.
    ({ group, name }) => `${group}/${name}`,
    input,
  );
  return { Schedules: page.items.map(summarize), ...nextToken(page) };
};
