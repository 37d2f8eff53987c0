import type { DescribeLogGroupsRequest, LogGroup } from '../../../aws/contract/logs.types.gen.ts';
import { paginateList } from '../../../aws/paging.ts';
import { exclusive, invalidNextToken } from '../errors.ts';
import { describeGroup, findGroup } from '../model/groups.ts';
import { isOfClass } from '../model/group-class.ts';
import { groupArnWithStreams, groupNameOf } from '../model/identifiers.ts';
import type { GroupRecord } from '../model/tables.ts';
import type { LogsCall, LogsOperation } from '../operation.ts';

/** Groups by name. No account is linked to another here, so there is only the caller's own to look at. */
export const describeLogGroups: LogsOperation<'DescribeLogGroups'> = (input, call) => {
  const {
    logGroupNamePrefix: prefix,
    logGroupNamePattern: pattern,
    accountIdentifiers,
    logGroupClass,
  } = input;
  if (prefix !== undefined && pattern !== undefined) {
    throw exclusive('logGroupNamePrefix', 'logGroupNamePattern');
  }
  const isElsewhere = accountIdentifiers !== undefined && !accountIdentifiers.includes(call.account);
  const groups = isElsewhere ? [] : candidates(call, input);
  const { nextToken, limit } = input;
  const page = paginateList(
    groups.filter((group) => pattern === undefined || group.name.includes(pattern)),
    ({ name }) => name,
    {
      nextToken,
      maxResults: limit,
      defaultSize: 50,
      query: [call.account, call.region, prefix, pattern, logGroupClass, input.logGroupIdentifiers],
      invalidToken: invalidNextToken,
    },
  );
  const describe = (group: GroupRecord): LogGroup =>
    pattern === undefined ? describeGroup(call, group) : describeBriefly(call, group);
  return { logGroups: page.items.map(describe), ...(page.nextToken && { nextToken: page.nextToken }) };
};

function candidates(call: LogsCall, input: DescribeLogGroupsRequest): readonly GroupRecord[] {
  const { account, region, tables } = call;
  const { logGroupIdentifiers: identifiers, logGroupNamePrefix: prefix, logGroupClass } = input;
  if (identifiers !== undefined) {
    for (const other of ['logGroupNamePrefix', 'logGroupNamePattern', 'logGroupClass'] as const) {
      if (input[other] !== undefined) throw exclusive('logGroupIdentifiers', other);
    }
    const names = new Set(identifiers.map((identifier) => groupNameOf(call, identifier)));
    return [...names].flatMap((name) => findGroup(call, name) ?? []);
  }
  const name = prefix === undefined ? {} : { name: { startsWith: prefix } };
  const found = tables.groups.select({ where: { account, region, ...name } });
  return found.filter((group) => isOfClass(group, logGroupClass));
}

/** All that AWS tells of groups that were found by a pattern. */
const describeBriefly = (call: LogsCall, { name, createdAt }: GroupRecord): LogGroup => ({
  logGroupName: name,
  creationTime: createdAt,
  arn: groupArnWithStreams(call, name),
});
