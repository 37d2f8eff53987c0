import type { ArnScope } from '../../aws/arn.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { type Cidr, parseCidr } from '../network/cidr.ts';
import { scopeOf } from '../network/place.ts';

/** A task that has an address, and the groups that its interface is in. */
export interface Member {
  readonly taskArn: string;
  readonly scope: ArnScope;
  readonly groups: readonly string[];
  readonly address: string;
  readonly sandboxId: string;
  readonly vpc: MemberVpc;
}

export interface MemberVpc {
  /** As EC2 tells it, which is what rules are written for. */
  readonly own: Cidr;
  /** On this machine; no two networks have the same. */
  readonly range: Cidr;
  readonly isDefault: boolean;
}

/** `undefined` for a task that has no address of its own, and for one of before ranges were recorded. */
export function memberOf(task: TaskRecord): Member | undefined {
  const { sandboxId, networkInterface } = task;
  if (sandboxId === undefined || networkInterface?.address === undefined) return undefined;
  const { address, securityGroups, ranges, subnet } = networkInterface;
  const range = ranges && parseCidr(ranges.vpc);
  const own = subnet && parseCidr(subnet.vpcCidr);
  if (range === undefined) return undefined;
  const vpc = { range, own: own ?? range, isDefault: subnet?.isDefaultVpc ?? true };
  return { taskArn: task.arn, scope: scopeOf(task), groups: securityGroups, address, sandboxId, vpc };
}
