import type { TaskRecord } from '../model/task-record.ts';
import { askingTask } from './asking-container.ts';
import { engineIdOf } from './documents/identity.ts';
import type { EndpointAnswer } from './handler.ts';
import { json } from './responses.ts';
import { containersOf, type KnownContainer } from './task-directory.ts';

export interface V2Asker {
  readonly record: TaskRecord;
  /** The container of the Docker id, when one was named. */
  readonly known?: KnownContainer;
}

/** Whom an address that asks v2 belongs to, or the answer to a stranger. */
export async function v2Asker(
  parts: Parameters<typeof askingTask>[0],
  source: string,
  dockerId: string | undefined,
  noContainer: (dockerId: string) => string,
  signal: AbortSignal,
): Promise<V2Asker | EndpointAnswer> {
  const arn = await askingTask(parts, source, signal);
  const record = arn === undefined ? undefined : parts.directory.task(arn);
  if (record === undefined) {
    const why = `unable to associate '${source}' with a task`;
    return json(400, `Unable to get task arn from request: ${why}`);
  }
  if (dockerId === undefined) return { record };
  const known = containersOf(record).find((each) => engineIdOf(each) === dockerId);
  return known === undefined ? json(400, noContainer(dockerId)) : { record, known };
}
