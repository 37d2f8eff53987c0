import type { Delivery } from '../model/tables.ts';
import type { DeliveryError } from './delivery-error.ts';

/**
 * What goes to the dead-letter queue of a target that did not take an event: the event as it came, with the
 * reasons as message attributes. `undefined` where the target has no queue, and for a dead letter itself.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function deadLetterOf(
  delivery: Delivery,
  failure: DeliveryError,
  exhausted: string | undefined,
  now: number,
): Delivery | undefined {
  const { target, ruleArn, event, attempts, lane } = delivery;
  const queue = target.DeadLetterConfig?.Arn;
  if (queue === undefined || delivery.deadLetter !== undefined) return undefined;
  return {
    seq: delivery.seq,
    lane: `${lane} dead letters`,
    ruleArn,
    ruleName: delivery.ruleName,
    target: { Id: target.Id, Arn: queue },
    event,
    input: JSON.stringify(event),
    ingestedAt: now,
    attempts: 0,
    dueAt: 0,
    deadLetter: {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(attempts - 1),
      ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
    },
  };
}
