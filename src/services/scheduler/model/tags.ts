import { parseArn } from '../../../aws/arn.ts';
import type { Tag } from '../../../aws/contract/scheduler.types.gen.ts';
import { malformedGroupArn, tooManyTags } from '../errors.ts';
import type { SchedulerCall } from '../operation.ts';
import { groupOf } from './find.ts';
import type { GroupRecord } from './tables.ts';

const mostTags = 50;

/** Tags of both, those of `added` where both have the key. */
export function mergeTags(tags: readonly Tag[], added: readonly Tag[]): readonly Tag[] {
  const merged = [...new Map([...tags, ...added].map((tag) => [tag.Key, tag])).values()];
  if (merged.length > mostTags) throw tooManyTags();
  return merged;
}

/** Groups alone have tags. Throws ResourceNotFoundException. */
export function taggedGroup(call: SchedulerCall, arn: string): GroupRecord {
  const { account, region, resource = '' } = parseArn(arn) ?? {};
  if (account !== call.account || region !== call.region) throw malformedGroupArn(arn);
  return groupOf(call, resource.slice('schedule-group/'.length));
}
