import { describeGroup } from '../model/describe.ts';
import { defaultGroup, groupOf } from '../model/find.ts';
import { nextToken, pageOf } from '../model/page.ts';
import type { GroupRecord } from '../model/tables.ts';
import type { SchedulerCall, SchedulerOperation } from '../operation.ts';

/** In order of name. */
export const listScheduleGroups: SchedulerOperation<'ListScheduleGroups'> = (input, call) => {
  const page = pageOf(
    (after, limit) => groupsAfter(call, input.NamePrefix ?? '', after, limit),
    ({ name }) => name,
    input,
  );
  return { ScheduleGroups: page.items.map(describeGroup), ...nextToken(page) };
};

/** With the default group, which may not be written down. */
function groupsAfter(
  call: SchedulerCall,
  prefix: string,
  after: string | undefined,
  limit: number,
): readonly GroupRecord[] {
  const { account, region } = call;
  const found = call.tables.groups.select({
    where: { account, region, name: { startsWith: prefix } },
    limit,
    ...(after !== undefined && { after: [account, region, after] }),
  });
  const isHere = defaultGroup.startsWith(prefix) && (after === undefined || after < defaultGroup);
  if (!isHere || found.some(({ name }) => name === defaultGroup)) return found;
  const all = [...found, groupOf(call, defaultGroup)];
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit);
}
