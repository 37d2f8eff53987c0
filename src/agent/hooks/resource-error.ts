import { BackendError } from '../backends/backend.ts';

/** ECS trims reasons to this many characters. */
const longestReason = 1024;

const name = 'ResourceInitializationError';

/**
 * Something that the task needs cannot be had: none of its containers is started. `taskReason` is what the
 * agent reports as the reason of the task as a whole.
 */
export class ResourceError extends BackendError {
  readonly taskReason: string;

  constructor(taskReason: string, options?: { readonly cause?: unknown }) {
    // Some of the agent's texts begin with the name, which a container's reason has anyway.
    super(name, taskReason.replace(`${name}: `, ''), options);
    this.taskReason = taskReason.slice(0, longestReason);
  }
}
