import type { TaskRecord } from '../model/task-record.ts';
import { engineIdOf } from './documents/identity.ts';
import type { EndpointAnswer } from './handler.ts';
import { json } from './responses.ts';
import { containersOf, type KnownContainer, type TaskDirectory } from './task-directory.ts';

export interface V2Asker {
  readonly record: TaskRecord;
  /** The container of the Docker id, when one was named. */
  readonly known?: KnownContainer;
}

/** Whom an address that asks v2 belongs to, or the answer to a stranger. */
export function v2Asker(
  directory: TaskDirectory,
  taskAt: (source: string) => string | undefined,
  source: string,
  dockerId: string | undefined,
  noContainer: (dockerId: string) => string,
): V2Asker | EndpointAnswer {
  const arn = taskAt(source);
  const record = arn === undefined ? undefined : directory.task(arn);
  if (record === undefined) {
    const why = `unable to associate '${source}' with a task`;
    return json(400, `Unable to get task arn from request: ${why}`);
  }
  if (dockerId === undefined) return { record };
  const known = containersOf(record).find((each) => engineIdOf(each) === dockerId);
  return known === undefined ? json(400, noContainer(dockerId)) : { record, known };
}
