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
  let latest = options.since;
  let latestInstant: bigint | undefined;
  let atLatest = 0;
  for await (const chunk of read({ ...options, follow: true, timestamps: true })) {
    if (chunk.time !== undefined) {
      const instant = nanosecondsOf(chunk.time);
      if (latestInstant === undefined || instant > latestInstant) {
        latest = chunk.time;
        latestInstant = instant;
        atLatest = 1;
      } else if (instant === latestInstant) atLatest += 1;
    }
    yield chunk;
  }
  let skipped = 0;
  for await (const chunk of read({ ...options, since: latest, timestamps: true })) {
    const instant = chunk.time === undefined ? undefined : nanosecondsOf(chunk.time);
    const seen = instant !== undefined && latestInstant !== undefined && instant <= latestInstant;
    if (seen && skipped < atLatest) skipped += 1;
    else yield chunk;
  }
}

/** Of an RFC 3339 time. Dates keep milliseconds only; the fraction is read from the text. */
export function nanosecondsOf(time: string): bigint {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  const seconds = Date.parse(time.replace(/\.\d+/, '')) / 1000;
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
