import { nanosecondsOf } from './engine-time.ts';
import type { LogChunk, LogOptions } from './logs.ts';

export type LogsToEndOptions = Omit<LogOptions, 'follow' | 'timestamps' | 'tail' | 'until'>;

/**
 * Follows a log until the container stops, and misses nothing. An engine's own follower may end before the
 * last line when that line has no line feed (seen with Engine 20.10: in most runs of `printf done`). So when
 * it ends, whatever the engine has beyond the last chunk is read once more without following. Every chunk
 * has its time.
 *
 * `read` is the engine's log; chunks at the latest time seen are counted, since several may share it (Podman
 * 4 gives whole seconds).
 */
export async function* logsToEnd(
  read: (options: LogOptions) => AsyncIterable<LogChunk>,
  options: LogsToEndOptions,
): AsyncGenerator<LogChunk, void, undefined> {
  let latest: bigint | undefined;
  let atLatest = 0;
  for await (const chunk of read({ ...options, follow: true, timestamps: true })) {
    if (chunk.time !== undefined) {
      const instant = nanosecondsOf(chunk.time);
      if (latest === undefined || instant > latest) {
        latest = instant;
        atLatest = 1;
      } else if (instant === latest) atLatest += 1;
    }
    yield chunk;
  }
  let skipped = 0;
  for await (const chunk of read({ ...options, since: latest ?? options.since, timestamps: true })) {
    const instant = chunk.time === undefined ? undefined : nanosecondsOf(chunk.time);
    const seen = instant !== undefined && latest !== undefined && instant <= latest;
    if (seen && skipped < atLatest) skipped += 1;
    else yield chunk;
  }
}
