import { createHash } from 'node:crypto';
import { runTaskInput as inputOf } from '../../../aws/targets/run-task-input.ts';
import type { Delivery } from '../model/tables.ts';

/**
 * RunTask for a target with `EcsParameters`. What the target gets as input are the overrides; an event that
 * is handed on whole has none.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/tasks-scheduled-eventbridge-scheduler.html
 */
export function runTaskInput(delivery: Delivery, clusterArn: string): Readonly<Record<string, unknown>> {
  const { target, ruleName, input } = delivery;
  const { Tags = [], ...parameters } = target.EcsParameters ?? { TaskDefinitionArn: '' };
  const isWhole =
    target.Input === undefined && target.InputTransformer === undefined && target.InputPath === undefined;
  return inputOf({
    clusterArn,
    parameters,
    tags: Tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    overrides: isWhole ? undefined : input,
    startedBy: `events-rule/${ruleName}`,
    clientToken: tokenOf(delivery),
  });
}

/** A replayed event has the id of the first time, and is to start a task again. */
export function tokenOf({ event, lane }: Pick<Delivery, 'event' | 'lane'>): string {
  const replay = event['replay-name'] ?? '';
  return createHash('sha256').update(`${event.id} ${lane} ${replay}`).digest('hex').slice(0, 40);
}
