import type { ArnScope } from '../../../aws/arn.ts';
import { callService } from '../../../aws/call-service.ts';
import type { Service } from '../../../aws/service.ts';
import type { TargetMessage, UpstreamTargetService } from '../../../aws/targets/target-upstreams.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { type TargetKind, targetKind } from '../model/target-kind.ts';
import { groupArn } from '../model/arns.ts';
import type { Invocation } from '../model/tables.ts';
import { operationOf, spelledAs, withToken } from '../model/universal.ts';
import type { SchedulerTargets } from '../ports.ts';
import { defaultInput, givenInput } from './input.ts';
import { InvocationError } from './invocation-error.ts';
import { checkedPutEvents, putEventsInput } from './put-events.ts';
import { checkedRunTask, runTaskInputOf } from './run-task.ts';

/** Makes one attempt. Throws AwsError or InvocationError where the target refuses. */
export type Invoke = (invocation: Invocation, signal: AbortSignal) => Promise<void>;

export interface InvokerParts {
  readonly targets: SchedulerTargets;
  readonly ids: Ids;
}

export function invoker({ targets, ids }: InvokerParts): Invoke {
  const callAs =
    ({ target, group, scope: { account, ...place } }: Invocation) =>
    async (
      name: string,
      operation: string,
      input: unknown,
      scope: ArnScope,
      signal: AbortSignal,
    ): Promise<unknown> => {
      const { authority } = targets;
      const role = authority && {
        arn: target.RoleArn,
        by: 'scheduler.amazonaws.com',
        // AWS tells of the group, never of the one schedule.
        for: { arn: groupArn({ account, ...place }, group), account },
        authority,
      };
      const made = { operation, input, scope, signal, ...(role !== undefined && { role }) };
      return callService(serviceOf(targets, name), ids, made);
    };

  const invokeTarget = async (
    invocation: Invocation,
    kind: TargetKind,
    signal: AbortSignal,
  ): Promise<void> => {
    const call = callAs(invocation);
    switch (kind.kind) {
      case 'ecs': {
        const input = runTaskInputOf(invocation, kind.clusterArn);
        checkedRunTask(await call('ecs', 'RunTask', input, kind.scope, signal));
        return;
      }
      case 'bus': {
        const input = putEventsInput(invocation, kind.busArn);
        checkedPutEvents(await call('eventbridge', 'PutEvents', input, kind.scope, signal));
        return;
      }
      case 'universal': {
        const { contract } = serviceOf(targets, kind.service);
        const operation = operationOf(contract, kind.api);
        if (operation === undefined) throw cannot(`${kind.api} API is not supported.`);
        const shape = contract.operations.get(operation)?.input ?? '';
        const given = spelledAs(contract, shape, JSON.parse(givenInput(invocation) ?? '{}'));
        const input = withToken(contract, shape, given, invocation.id);
        await call(kind.service, operation, input, invocation.scope, signal);
        return;
      }
      case 'upstream':
        await send(targets, kind.service, kind.arn, messageOf(invocation), signal);
        return;
      case 'other':
        throw cannot(`${kind.service} is not a supported service for a target.`);
      default:
        kind satisfies never;
    }
  };

  return async (invocation, signal) => {
    const { target, deadLetter } = invocation;
    if (deadLetter !== undefined) {
      const message = { ...messageOf(invocation), attributes: deadLetter };
      return send(targets, 'sqs', target.DeadLetterConfig?.Arn ?? '', message, signal);
    }
    const kind = targetKind(target.Arn);
    if (kind === undefined) throw cannot(`${target.Arn} is no ARN`);
    return invokeTarget(invocation, kind, signal);
  };
}

function serviceOf(targets: SchedulerTargets, name: string): Service {
  const service = targets.service(name);
  if (service === undefined) throw cannot(`Longshore has no ${name}.`);
  return service;
}

async function send(
  targets: SchedulerTargets,
  service: UpstreamTargetService,
  arn: string,
  message: TargetMessage,
  signal: AbortSignal,
): Promise<void> {
  const upstream = targets.upstreams(service);
  // It was there when the schedule was made: this run was started without it, the next may have it again.
  if (upstream === undefined) {
    throw new InvocationError(
      'AWS.Scheduler.InternalServerError',
      `Longshore was started without --upstream ${service}=URL`,
      {
        isRetriable: true,
      },
    );
  }
  await upstream.send(arn, message, signal);
}

function messageOf(invocation: Invocation): TargetMessage {
  const { SqsParameters, KinesisParameters } = invocation.target;
  return {
    id: invocation.id,
    body: givenInput(invocation) ?? defaultInput(invocation),
    ...(SqsParameters?.MessageGroupId !== undefined && { messageGroupId: SqsParameters.MessageGroupId }),
    ...(KinesisParameters !== undefined && { partitionKey: KinesisParameters.PartitionKey }),
  };
}

const cannot = (problem: string): InvocationError =>
  new InvocationError('ValidationException', problem, { isRetriable: false });
