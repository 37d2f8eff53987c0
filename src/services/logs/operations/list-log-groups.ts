import { paginateList } from '../../../aws/paging.ts';
import { invalidNextToken, unsupported } from '../errors.ts';
import { isOfClass } from '../model/group-class.ts';
import { groupArn } from '../model/identifiers.ts';
import type { LogsOperation } from '../operation.ts';

/** Groups by name; the pattern is up to five texts between bars, each with `^` for the start of the name. */
export const listLogGroups: LogsOperation<'ListLogGroups'> = (input, call) => {
  for (const member of ['dataSources', 'fieldIndexNames', 'logGroupTags'] as const) {
    if (input[member] !== undefined) throw unsupported(member);
  }
  const { account, region, tables } = call;
  const { logGroupNamePattern: pattern, logGroupClass, accountIdentifiers, nextToken, limit } = input;
  const isElsewhere = accountIdentifiers !== undefined && !accountIdentifiers.includes(account);
  const groups = isElsewhere ? [] : tables.groups.select({ where: { account, region } });
  const texts = pattern?.split('|');
  const page = paginateList(
    groups
      .filter((group) => isOfClass(group, logGroupClass))
      .filter(({ name }) => texts === undefined || texts.some((text) => occurs(text, name))),
    ({ name }) => name,
    {
      nextToken,
      maxResults: limit,
      defaultSize: 50,
      query: [account, region, pattern, logGroupClass],
      invalidToken: invalidNextToken,
    },
  );
  return {
    logGroups: page.items.map((group) => ({
      logGroupName: group.name,
      logGroupArn: groupArn(call, group.name),
      logGroupClass: group.logGroupClass,
    })),
    ...(page.nextToken && { nextToken: page.nextToken }),
  };
};

const occurs = (text: string, name: string): boolean =>
  text.startsWith('^') ? name.startsWith(text.slice(1)) : name.includes(text);
