import type { Clock } from '../../kernel/clock.ts';
import type { KnownContainer, TaskDirectory } from './task-directory.ts';

/*
 * Who asks, runs; but the engine's word on its start may still be on its way, and with it the address. A program
 * that asks with its first breath is not to be told less than one that asks later, nor taken for somebody else.
 */

interface Waiting {
  readonly directory: TaskDirectory;
  readonly clock: Clock;
}

/** The engine tells of a start within a few milliseconds; SDKs give up after a second. */
const longestWaitMs = 700;

/** The container of that id. */
export async function askingContainer(
  parts: Waiting,
  id: string,
  signal: AbortSignal,
): Promise<KnownContainer | undefined> {
  const { directory } = parts;
  await until(parts, () => directory.container(id)?.state.known !== 'CREATED', signal);
  return directory.container(id);
}

/** ARN of the task that has the address; `undefined` for an address that no task has. */
export async function askingTask(
  parts: Waiting & { readonly taskAt: (source: string) => string | undefined },
  source: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { directory, taskAt } = parts;
  await until(parts, () => taskAt(source) !== undefined || !directory.isAnyStarting(), signal);
  return taskAt(source);
}

/** Looks now and after each change of a task; gives up without a word. */
async function until(
  { directory, clock }: Waiting,
  holds: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  if (holds()) return;
  const settled = Promise.withResolvers<void>();
  const settle = (): void => settled.resolve();
  using _change = directory.onChange(() => {
    if (holds()) settle();
  });
  using _timer = clock.schedule(clock.now() + longestWaitMs, settle);
  signal.addEventListener('abort', settle, { once: true });
  await settled.promise;
  signal.removeEventListener('abort', settle);
}
