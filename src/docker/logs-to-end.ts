import type { OutputStream } from './demultiplex.ts';
import { isLater, nanosecondsOf } from './engine-time.ts';
import type { LogChunk, LogOptions } from './logs.ts';

export type LogsToEndOptions = Omit<LogOptions, 'follow' | 'timestamps' | 'tail' | 'until'>;

/** How far a stream was given: its latest time, and the bytes that bear it. */
interface Mark {
  /** RFC 3339; `undefined` before the first time. */
  readonly time: string | undefined;
  readonly bytes: number;
}

// Streams are copied side by side, so the times of two are not quite in the order of the log.
const disorder = 1_000_000_000n;

/**
 * Follows a log until the container stops, to the last byte. An engine's own follower may end too early:
 * Engine 20.10 loses, more often than not, a last line without line feed; Podman 4 whatever was written in
 * the last moments. So when it ends, the log from about the last chunk on is read once more without
 * following, and what was not given yet is given. (In a flood of lines Podman 4's follower may also skip
 * some in the middle; that cannot be told.) Every chunk has its time, but for a piece of a long line.
 *
 * What was given is told by stream, time and bytes, not by chunks: several chunks may share a time (Podman 4
 * gives whole seconds), and a follower may cut lines where the file does not.
 */
export async function* logsToEnd(
  read: (options: LogOptions) => AsyncIterable<LogChunk>,
  options: LogsToEndOptions,
): AsyncGenerator<LogChunk, void, undefined> {
  const given = new Map<OutputStream, Mark>();
  let latest: string | undefined;
  for await (const chunk of read({ ...options, follow: true, timestamps: true })) {
    const mark = advanced(given.get(chunk.stream), chunk);
    given.set(chunk.stream, mark);
    if (mark.time !== undefined && (latest === undefined || isLater(mark.time, latest))) latest = mark.time;
    yield chunk;
  }
  const again = new Map<OutputStream, Mark>();
  const since = latest === undefined ? options.since : nanosecondsOf(latest) - disorder;
  for await (const chunk of read({ ...options, since, timestamps: true })) {
    const before = again.get(chunk.stream);
    const mark = advanced(before, chunk);
    again.set(chunk.stream, mark);
    const until = given.get(chunk.stream);
    if (until === undefined || isBehind(mark, until)) yield chunk;
    else if (!isBehind(until, mark) && mark.bytes > until.bytes) {
      const missing = Math.min(mark.bytes - until.bytes, chunk.bytes.length);
      yield { ...chunk, bytes: chunk.bytes.subarray(chunk.bytes.length - missing) };
    }
  }
}

/** A chunk without a time goes on with the line before it. Times that run back count as the latest. */
function advanced(mark: Mark | undefined, { time, bytes }: LogChunk): Mark {
  const isNew = time !== undefined && (mark?.time === undefined || isLater(time, mark.time));
  if (isNew) return { time, bytes: bytes.length };
  return { time: mark?.time, bytes: (mark?.bytes ?? 0) + bytes.length };
}

function isBehind(mark: Mark, other: Mark): boolean {
  if (mark.time === undefined) return false;
  return other.time === undefined || isLater(mark.time, other.time);
}
