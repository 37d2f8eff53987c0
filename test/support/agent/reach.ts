import { collect } from '../docker/collect.ts';
import { type EngineHarness, obedient } from './engine-harness.ts';
import { container } from './engine-harness.ts';
import { answering } from './network.ts';

/** A task's containers that answer on ports 80 and 81, and from which others can be asked. */
export const peer = (text: string): readonly ReturnType<typeof container>[] => [
  container({ name: 'web', command: answering(text) }),
  container({ name: 'other', command: answering(text, 81) }),
  container({ name: 'asks', command: obedient }),
];

/** Exit codes of wget that was refused, and of one that `timeout` has ended. */
const vain = [1, 124, 143];

/** What `url` answers to a task; `undefined` when nothing has come after a second. */
export async function asked(harness: EngineHarness, arn: string, url: string): Promise<string | undefined> {
  const { status, text } = await ran(harness, arn, ['timeout', '1', 'wget', '-q', '-O', '-', url]);
  if (status === 0) return text.trim();
  if (vain.includes(status ?? -1)) return undefined;
  throw new Error(`wget ended with ${status}: ${text}`);
}

/** Runs a program in the network of a task. */
export async function ran(
  { engine, state }: EngineHarness,
  arn: string,
  command: readonly string[],
): Promise<{ readonly status: number | null; readonly text: string }> {
  const id = await engine.exec.create(state(arn, 'asks').runtimeId ?? '', {
    Cmd: [...command],
    AttachStdout: true,
    AttachStderr: true,
  });
  using session = await engine.exec.start(id, { tty: false });
  const frames = await collect(session.output);
  const text = frames.map(({ bytes }) => bytes.toString()).join('');
  return { status: (await engine.exec.inspect(id)).ExitCode ?? null, text };
}

/** Asks again until `holds`: what has changed takes a moment to be in force. */
export async function untilAsked(
  ask: () => Promise<string | undefined>,
  wanted: string | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer === wanted) return;
    if (attempt === 20) throw new Error(`still answers ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
