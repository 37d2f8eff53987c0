import type { TargetKind } from '../model/target-kind.ts';
import { targetKind } from '../model/target-kind.ts';
import type { Invocation } from '../model/tables.ts';
import { timeText } from './input.ts';
import type { InvocationError } from './invocation-error.ts';

/**
 * What goes to the dead-letter queue of a target that was not invoked. `undefined` where the target has
 * none, and for a dead letter itself.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export function deadLetterOf(
  invocation: Invocation,
  failure: InvocationError,
  exhausted: string | undefined,
  now: number,
): Invocation | undefined {
  const { target, attempts } = invocation;
  if (target.DeadLetterConfig?.Arn === undefined || invocation.deadLetter !== undefined) return undefined;
  return {
    ...invocation,
    since: now,
    attempts: 0,
    dueAt: now,
    deadLetter: {
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      EXECUTION_ID: invocation.id,
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
      IS_PAYLOAD_TRUNCATED: 'false',
      RETRY_ATTEMPTS: String(attempts - 1),
      SCHEDULED_TIME: timeText(invocation.scheduledAt),
      SCHEDULE_ARN: invocation.schedule,
      TARGET_ARN: callName(target.Arn),
    },
  };
}

const calls: Readonly<Record<string, string>> = {
  firehose: 'firehose:putRecord',
  kinesis: 'kinesis:putRecord',
  lambda: 'lambda:invoke',
  sns: 'sns:publish',
  sqs: 'sqs:sendMessage',
  states: 'sfn:startExecution',
};

/** AWS tells the call, `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`, not what it was made for. */
function callName(arn: string): string {
  const call = callOf(targetKind(arn));
  return call === undefined ? arn : `arn:${arn.split(':')[1] ?? 'aws'}:scheduler:::aws-sdk:${call}`;
}

function callOf(kind: TargetKind | undefined): string | undefined {
  if (kind?.kind === 'ecs') return 'ecs:runTask';
  if (kind?.kind === 'bus') return 'eventbridge:putEvents';
  return kind?.kind === 'upstream' ? calls[kind.service] : undefined;
}
