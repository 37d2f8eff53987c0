import type { Api } from './api.ts';
import { demultiplex, type Frame, type OutputStream } from './demultiplex.ts';
import { engineTime } from './engine-time.ts';
import { query } from './query.ts';

export interface LogOptions {
  /** Whether the container has a TTY. The caller knows; asking the engine would cost a round trip. */
  readonly tty: boolean;
  readonly follow?: boolean | undefined;
  /** Both if neither is named. */
  readonly stdout?: boolean | undefined;
  readonly stderr?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  /** Nanoseconds since 1970; lines at or after it. `nanosecondsOf` makes it from a chunk's time. */
  readonly since?: bigint | undefined;
  readonly until?: bigint | undefined;
  /** Lines from the end; all if absent. */
  readonly tail?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One message of the log. `bytes` ends with a line feed unless the engine cut the line (at 16 KiB) and the
 * rest follows in the next chunk.
 */
export interface LogChunk {
  readonly stream: OutputStream;
  /** RFC 3339 with nanoseconds, as the engine wrote it; only if `timestamps` were asked for. */
  readonly time?: string | undefined;
  readonly bytes: Buffer;
}

// A TTY line longer than this is handed on in pieces, so that output without line feeds cannot pile up.
const longestLine = 64 * 1024;

/**
 * Reads a container's log; with `follow`, until it stops. Pull-based: the engine is not read faster than
 * the chunks are taken. Leaving the loop, or the signal, frees the socket. `not-found` and other refusals
 * are thrown at the first item.
 */
export async function* followLogs(
  api: Api,
  id: string,
  options: LogOptions,
): AsyncGenerator<LogChunk, void, undefined> {
  const both = options.stdout === undefined && options.stderr === undefined;
  const answer = await api.open({
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/logs`,
    query: query({
      follow: options.follow,
      stdout: options.stdout ?? both,
      stderr: options.stderr ?? both,
      timestamps: options.timestamps,
      since: options.since === undefined ? undefined : engineTime(options.since),
      until: options.until === undefined ? undefined : engineTime(options.until),
      tail: options.tail,
    }),
    signal: options.signal,
  });
  const frames = options.tty
    ? ttyFrames(answer.bytes, options.timestamps === true)
    : demultiplex(answer.bytes);
  for await (const frame of frames) yield options.timestamps ? withTime(frame) : frame;
}

/**
 * Without timestamps TTY output is handed on as it comes. With them it is split into lines, since the time
 * stands at the head of each. A line that the engine cut at 16 KiB has a second time in its middle, which
 * raw output does not let us tell from the container's own text: it is left where it is.
 */
async function* ttyFrames(
  source: AsyncIterable<Buffer>,
  byLine: boolean,
): AsyncGenerator<Frame, void, undefined> {
  let held: Buffer[] = [];
  let heldLength = 0;
  for await (const chunk of source) {
    if (!byLine) {
      yield { stream: 'stdout', bytes: chunk };
      continue;
    }
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      yield { stream: 'stdout', bytes: Buffer.concat([...held, chunk.subarray(from, at + 1)]) };
      held = [];
      heldLength = 0;
      from = at + 1;
    }
    if (from < chunk.length) {
      held.push(chunk.subarray(from));
      heldLength += chunk.length - from;
    }
    if (heldLength > longestLine) {
      yield { stream: 'stdout', bytes: Buffer.concat(held) };
      held = [];
      heldLength = 0;
    }
  }
  if (heldLength > 0) yield { stream: 'stdout', bytes: Buffer.concat(held) };
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const longestTimestamp = 36;

/** Takes the time from the head of a message. */
export function withTime(frame: Frame): LogChunk {
  const space = frame.bytes.subarray(0, longestTimestamp).indexOf(0x20);
  if (space < 0) return frame;
  const time = frame.bytes.toString('latin1', 0, space);
  if (!timestamp.test(time)) return frame;
  return { stream: frame.stream, time, bytes: frame.bytes.subarray(space + 1) };
}
