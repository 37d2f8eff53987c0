import type { IncomingMessage } from 'node:http';
import type { OutputEntry } from '../../agent/logs/task-output.ts';
import type { OutputHead } from '../../gateway/task-output-route.ts';
import type { Clock } from '../../kernel/clock.ts';
import { LongshoreError, messageOf } from '../../kernel/errors.ts';
import type { Console } from '../console.ts';
import { HttpClient } from '../run/http.ts';
import { linesOf } from '../run/lines.ts';
import { Printer } from '../run/printer.ts';
import { endpointIn } from '../run/server.ts';

export interface LogsOptions {
  /** Id or ARN. */
  readonly task: string;
  readonly container: string | undefined;
  readonly follow: boolean;
  /** Only lines of the last so many milliseconds. */
  readonly since: number | undefined;
  readonly endpoint: URL | undefined;
}

export interface LogsParts {
  readonly console: Console;
  readonly clock: Clock;
  /** Where `longshore serve` listens unless told otherwise. */
  readonly usual: URL;
}

/** Prints what the containers of a task have written. Ctrl-C ends the looking on, not the task. */
export async function logs(options: LogsOptions, { console, clock, usual }: LogsParts): Promise<void> {
  const left = new AbortController();
  using _ = console.onInterrupt(() => left.abort(new Error('interrupted')));
  using http = new HttpClient(options.endpoint ?? endpointIn(console.env) ?? usual);
  let print: ((entry: OutputEntry) => void) | undefined;
  try {
    const path = pathOf(options, clock.now());
    const answer = await http.open({ method: 'GET', path, signal: left.signal });
    if (answer.statusCode !== 200) throw refused(await textOf(answer), answer.statusCode ?? 0);
    for await (const line of linesOf(answer)) {
      const entry: OutputHead | OutputEntry = JSON.parse(line);
      if (entry.kind === 'output') print = printerFor(console, entry);
      else print?.(entry);
    }
  } catch (error) {
    if (left.signal.aborted) return;
    if (error instanceof LongshoreError) throw error;
    throw new LongshoreError(
      'SERVER_UNREACHABLE',
      `lost Longshore at ${http.endpoint.origin}: ${messageOf(error)}`,
      {
        hint: 'Look whether it still runs, and ask again.',
        cause: error,
      },
    );
  }
}

function pathOf({ task, container, follow, since }: LogsOptions, now: number): string {
  const query = new URLSearchParams({ follow: String(follow) });
  if (container !== undefined) query.set('container', container);
  if (since !== undefined) query.set('since', String(now - since));
  return `/_longshore/tasks/${encodeURIComponent(task)}/logs?${query.toString()}`;
}

/** One container's output as it is; that of several with the container's name before each line. */
function printerFor(console: Console, { containers }: OutputHead): (entry: OutputEntry) => void {
  const printer = new Printer(console, containers);
  const isAlone = containers.length === 1;
  return (entry) => {
    if (entry.kind === 'notice') return printer.say(`container ${entry.container ?? ''}: ${entry.text}`);
    if (!isAlone) return printer.show([{ ...entry, kind: 'output' }]);
    const sink = entry.stream === 'stdout' ? console.out : console.err;
    sink.write(`${entry.text}\n`);
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function refused(text: string, status: number): LongshoreError {
  return new LongshoreError('BAD_OPTION', messageIn(text) ?? `The server answers HTTP ${status}.`, {
    hint: 'See `aws ecs list-tasks` for tasks and `aws ecs describe-tasks` for their containers.',
  });
}

function messageIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isError = typeof value === 'object' && value !== null && 'message' in value;
    return isError && typeof value.message === 'string' ? value.message : undefined;
  } catch {
    return undefined;
  }
}
