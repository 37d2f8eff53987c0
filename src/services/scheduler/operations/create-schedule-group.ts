import { groupDeleting, groupExists } from '../errors.ts';
import { groupArn } from '../model/arns.ts';
import { findGroup } from '../model/find.ts';
import { idempotent } from '../model/idempotent.ts';
import { mergeTags } from '../model/tags.ts';
import type { SchedulerOperation } from '../operation.ts';

export const createScheduleGroup: SchedulerOperation<'CreateScheduleGroup'> = (input, call) =>
  idempotent(call, 'CreateScheduleGroup', input, () => {
    const { account, region, now } = call;
    const { Name: name, Tags = [] } = input;
    const before = findGroup(call, name);
    if (before !== undefined) throw before.deletedAt === undefined ? groupExists(name) : groupDeleting(name);
    const arn = groupArn(call, name);
    const tags = mergeTags([], Tags);
    call.tables.groups.put({ account, region, name, arn, tags, createdAt: now, modifiedAt: now });
    return { ScheduleGroupArn: arn };
  });
