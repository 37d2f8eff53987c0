import type { CreateLogGroupRequest, LogGroup } from '../../../aws/contract/logs.types.gen.ts';
import { groupExists, groupNotFound } from '../errors.ts';
import type { LogsScope } from '../operation.ts';
import { groupArn, groupArnWithStreams } from './identifiers.ts';
import type { GroupRecord } from './tables.ts';

export function findGroup({ tables, account, region }: LogsScope, name: string): GroupRecord | undefined {
  return tables.groups.get(account, region, name);
}

export function groupNamed(scope: LogsScope, name: string): GroupRecord {
  const group = findGroup(scope, name);
  if (group === undefined) throw groupNotFound();
  return group;
}

type NewGroup = Pick<CreateLogGroupRequest, 'logGroupName' | 'logGroupClass' | 'tags'> &
  Pick<CreateLogGroupRequest, 'deletionProtectionEnabled'>;

export function makeGroup(scope: LogsScope, input: NewGroup): GroupRecord {
  const { account, region, now, tables } = scope;
  const { logGroupName: name, logGroupClass = 'STANDARD' } = input;
  if (findGroup(scope, name) !== undefined) throw groupExists();
  const group: GroupRecord = {
    account,
    region,
    name,
    id: tables.events.newId(),
    createdAt: now,
    logGroupClass,
    // AWS keeps what is only there to be delivered for a day.
    ...(logGroupClass === 'DELIVERY' && { retentionInDays: 1 }),
    deletionProtection: input.deletionProtectionEnabled ?? false,
    tags: input.tags ?? {},
    storedBytes: 0,
  };
  tables.groups.put(group);
  return group;
}

/** As DescribeLogGroups tells it. */
export function describeGroup(scope: LogsScope, group: GroupRecord): LogGroup {
  const { name, createdAt, retentionInDays, storedBytes, logGroupClass, deletionProtection } = group;
  return {
    logGroupName: name,
    creationTime: createdAt,
    ...(retentionInDays !== undefined && { retentionInDays }),
    metricFilterCount: 0,
    arn: groupArnWithStreams(scope, name),
    storedBytes,
    logGroupClass,
    logGroupArn: groupArn(scope, name),
    deletionProtectionEnabled: deletionProtection,
  };
}
