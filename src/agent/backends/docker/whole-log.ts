import type { EngineClient } from '../../../docker/client.ts';
import { nanosecondsOf } from '../../../docker/engine-time.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { LogChunk } from '../../../docker/logs.ts';
import type { LogRequest } from '../backend.ts';

/**
 * A container's output to its end. An engine ends a followed log when the container ends, at times
 * before it has given what the container wrote last (Docker 20.10 often loses a last line without line
 * end): what is missing is read once more.
 */
export async function* wholeLog(
  engine: Pick<EngineClient, 'containers'>,
  runtimeId: string,
  request: LogRequest & { readonly tty: boolean; readonly signal: AbortSignal },
): AsyncGenerator<LogChunk> {
  const start = timeOf(request.after) ?? 0n;
  /** The latest time per stream: the lines of two streams are not quite in the order of their times. */
  const given = new Map<LogChunk['stream'], bigint>();
  let latest = start;
  for await (const { chunk, time } of read(engine, runtimeId, request, start)) {
    if (time <= start) continue;
    if (time > (given.get(chunk.stream) ?? start)) given.set(chunk.stream, time);
    if (time > latest) latest = time;
    yield chunk;
  }
  if (!request.follow) return;
  try {
    for await (const { chunk, time } of read(engine, runtimeId, { ...request, follow: false }, latest)) {
      if (time > (given.get(chunk.stream) ?? start)) yield chunk;
    }
  } catch (error) {
    // Removed meanwhile: there is no more to be had.
    if (!isEngineError(error, 'not-found') && !isEngineError(error, 'conflict')) throw error;
  }
}

/** The log from about `since` on (a second before: engines read it less exactly than they write). A piece without a time has that before it. */
async function* read(
  engine: Pick<EngineClient, 'containers'>,
  runtimeId: string,
  request: { readonly tty: boolean; readonly follow: boolean; readonly signal: AbortSignal },
  from: bigint,
): AsyncGenerator<{ readonly chunk: LogChunk; readonly time: bigint }> {
  const { tty, follow, signal } = request;
  const since = from === 0n ? undefined : from - 1_000_000_000n;
  let time = 1n;
  for await (const chunk of engine.containers.logs(runtimeId, {
    tty,
    follow,
    signal,
    since,
    timestamps: true,
  })) {
    time = timeOf(chunk.time) ?? time;
    yield { chunk, time };
  }
}

const timeOf = (time: string | undefined): bigint | undefined =>
  time === undefined ? undefined : nanosecondsOf(time);
