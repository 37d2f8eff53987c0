import type { Target } from '../../../aws/contract/events.types.gen.ts';
import {
  ecsParametersRequired,
  invalidTargetMember,
  malformedTargetArn,
  roleRequired,
  unknownApiDestination,
} from '../errors.ts';
import { inputProblem } from '../input/target-input.ts';
import type { EventsCall } from '../operation.ts';
import { type TargetKind, targetKind } from '../targets/kind.ts';

/** Throws ValidationException for a target that AWS would not take. */
export function targetKindOf(target: Target): TargetKind {
  const kind = targetKind(target.Arn);
  if (kind === undefined) throw malformedTargetArn(target.Arn);
  const problem = inputProblem(target);
  if (problem !== undefined) throw invalidTargetMember(problem.member, target.Id, problem.reason);
  const needsRole = kind.kind === 'ecs' || kind.kind === 'api-destination';
  if (needsRole && target.RoleArn === undefined) throw roleRequired(target.Arn);
  if (kind.kind === 'ecs' && target.EcsParameters === undefined) throw ecsParametersRequired(target.Arn);
  return kind;
}

/** Why Longshore cannot hand events to such a target. */
export function refusal(call: EventsCall, kind: TargetKind): string | undefined {
  switch (kind.kind) {
    case 'logs':
      return call.targets.logs === undefined ? 'This Longshore has no CloudWatch Logs.' : undefined;
    case 'ecs':
      return call.targets.ecs === undefined ? 'This Longshore has no ECS.' : undefined;
    case 'bus':
      return undefined;
    case 'api-destination': {
      const { account, region } = kind.scope;
      const found = call.tables.apiDestinations.get(account, region, kind.name);
      if (found === undefined) throw unknownApiDestination(kind.name);
      return undefined;
    }
    case 'other':
      return `Targets of ${kind.service} are not implemented by this version of Longshore: it hands events to CloudWatch Logs, event buses, API destinations and ECS.`;
    default:
      return kind satisfies never;
  }
}
