import { parseArn } from '../../../aws/arn.ts';
import { AwsError } from '../../../aws/aws-error.ts';
import { isRetriable } from '../../../aws/targets/retry-policy.ts';
import { unreachable } from '../../../kernel/errors.ts';
import type { Deliver } from '../deliveries/deliveries.ts';
import { DeliveryError, type DeliveryErrorCode } from '../deliveries/delivery-error.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Delivery, EventsTables } from '../model/tables.ts';
import type { EcsTarget, EventTargets } from '../ports.ts';
import type { ApiDestinations } from './api-destination.ts';
import { forwardToBus } from './bus.ts';
import { targetKind } from './kind.ts';
import { logLine } from './logs.ts';
import { runTaskInput } from './run-task.ts';
import { sendUpstream } from './upstream.ts';

export interface DeliverParts {
  readonly tables: EventsTables;
  readonly eventLog: EventLog;
  readonly targets: EventTargets;
  readonly apiDestinations: ApiDestinations;
}

const nothing = (): void => {};

/** Hands events to targets of every kind that there is. */
export function deliverer(parts: DeliverParts): Deliver {
  return async (delivery, signal) => {
    try {
      return await deliver(delivery, parts, signal);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      throw new DeliveryError(`${error.code}: ${error.message}`, {
        code: codeOf(error),
        isRetriable: isRetriable(error),
        cause: error,
      });
    }
  };
}

/** The role of a target, whose trust may be bound to its rule. */
function ranAs({ target: { RoleArn }, ruleArn }: Delivery): Parameters<EcsTarget['runTask']>[2] {
  const { account = '' } = parseArn(ruleArn) ?? {};
  return RoleArn === undefined ? undefined : { role: RoleArn, rule: { arn: ruleArn, account } };
}

async function deliver(
  delivery: Delivery,
  { tables, eventLog, targets, apiDestinations }: DeliverParts,
  signal: AbortSignal,
): Promise<() => void> {
  const kind = targetKind(delivery.target.Arn);
  if (kind === undefined) throw cannot(`${delivery.target.Arn} is no ARN`);
  switch (kind.kind) {
    case 'logs':
      if (targets.logs === undefined) throw cannot('Longshore has no CloudWatch Logs to write to');
      await targets.logs.write(kind.groupArn, logLine(delivery), signal);
      return nothing;
    case 'bus':
      return forwardToBus(delivery, kind, tables, eventLog);
    case 'api-destination':
      await apiDestinations.invoke(delivery, kind, signal);
      return nothing;
    case 'ecs': {
      if (targets.ecs === undefined) throw cannot('Longshore has no ECS to run a task on');
      const input = runTaskInput(delivery, kind.clusterArn);
      const failures = await targets.ecs.runTask(kind.scope, input, ranAs(delivery), signal);
      if (failures.length > 0) {
        throw new DeliveryError(`the task found no place: ${failures.join(', ')}`, {
          code: 'ERROR_FROM_TARGET',
          isRetriable: true,
        });
      }
      return nothing;
    }
    case 'upstream':
      await sendUpstream(delivery, kind, targets, signal);
      return nothing;
    case 'other':
      throw cannot(`targets of ${kind.service} are not supported`);
    default:
      return unreachable(kind);
  }
}

function codeOf({ code }: AwsError): DeliveryErrorCode {
  if (/AccessDenied|NotAuthorized|Forbidden/.test(code)) return 'NO_PERMISSIONS';
  if (/NotFound|NonExistent|DoesNotExist/.test(code)) return 'NO_RESOURCE';
  if (/Throttl|TooManyRequests/.test(code)) return 'THROTTLING';
  if (/LimitExceeded/.test(code)) return 'RESOURCE_LIMIT_EXCEEDED';
  if (/Validation|Invalid|Malformed/.test(code)) return 'INVALID_PARAMETER';
  return 'SDK_CLIENT_ERROR';
}

const cannot = (problem: string): DeliveryError =>
  new DeliveryError(problem, { code: 'NO_RESOURCE', isRetriable: false });
