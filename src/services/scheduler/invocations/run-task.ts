import { listAt, textAt } from '../../../aws/json/loose-members.ts';
import { runTaskInput } from '../../../aws/targets/run-task-input.ts';
import type { Invocation } from '../model/tables.ts';
import { givenInput } from './input.ts';
import { InvocationError } from './invocation-error.ts';

/** AWS cuts it off here, within the name of a longer schedule. */
const longestStarter = 36;

/** RunTask, with the Input as overrides. */
export function runTaskInputOf(invocation: Invocation, clusterArn: string): unknown {
  const { Tags = [], ...parameters } = invocation.target.EcsParameters ?? { TaskDefinitionArn: '' };
  return runTaskInput({
    clusterArn,
    parameters,
    tags: Tags.flatMap(tagsIn),
    overrides: givenInput(invocation),
    startedBy: `chronos-schedule/${invocation.name}`.slice(0, longestStarter),
    clientToken: invocation.id,
  });
}

/** Each is a map: `{"key": "team", "value": "a"}`, or `{"team": "a"}`. */
function tagsIn(tag: Readonly<Record<string, string>>): { key: string; value: string }[] {
  const { key = tag['Key'], value = tag['Value'] } = tag;
  if (key !== undefined && value !== undefined) return [{ key, value }];
  return Object.entries(tag).map(([name, text]) => ({ key: name, value: text }));
}

/** A task that found no place may find one later. */
export function checkedRunTask(output: unknown): void {
  const [first] = listAt(output, 'failures');
  if (first === undefined) return;
  const reason = textAt(first, 'reason') ?? 'unknown';
  throw new InvocationError(reason, `The task found no place: ${reason}`, { isRetriable: true });
}
