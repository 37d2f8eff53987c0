import type { Clock } from '../../kernel/clock.ts';
import type { KnownContainer, TaskDirectory } from './task-directory.ts';

/** The engine tells of a start within a few milliseconds. */
const longestWaitMs = 1000;

/**
 * The container of that id. One that asks for itself runs, although the engine may not have said so yet: what it
 * says is waited for, so that a program which asks with its first breath is told its address.
 */
export async function askingContainer(
  { directory, clock }: { readonly directory: TaskDirectory; readonly clock: Clock },
  id: string,
  signal: AbortSignal,
): Promise<KnownContainer | undefined> {
  const known = directory.container(id);
  if (known === undefined || isSeen(known)) return known;
  const settled = Promise.withResolvers<void>();
  const settle = (): void => settled.resolve();
  using _change = directory.onChange(() => {
    const now = directory.container(id);
    if (now === undefined || isSeen(now)) settle();
  });
  using _timer = clock.schedule(clock.now() + longestWaitMs, settle);
  signal.addEventListener('abort', settle, { once: true });
  await settled.promise;
  signal.removeEventListener('abort', settle);
  return directory.container(id);
}

const isSeen = ({ state }: KnownContainer): boolean => state.known !== 'CREATED';
