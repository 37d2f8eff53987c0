import type { EngineClient } from '../../../docker/client.ts';
import { nanosecondsOf } from '../../../docker/engine-time.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { LogChunk } from '../../../docker/logs.ts';
import { logsToEnd } from '../../../docker/logs-to-end.ts';
import type { LogRequest } from '../backend.ts';

/** Asked for from a second before: engines read `since` less exactly than they write times. */
const margin = 1_000_000_000n;

/** A container's output, to its very end when it is followed; only what is later than `after`, or from `since` on. */
export async function* wholeLog(
  engine: Pick<EngineClient, 'containers'>,
  runtimeId: string,
  request: LogRequest & { readonly tty: boolean; readonly signal: AbortSignal },
): AsyncGenerator<LogChunk> {
  const { tty, follow, signal } = request;
  const after = timeOf(request.after);
  // The first nanosecond that is wanted.
  const start = after === undefined ? request.since : after + 1n;
  const asked = after ?? request.since;
  const since = asked === undefined ? undefined : asked - margin;
  const { logs } = engine.containers;
  const chunks = follow
    ? logsToEnd((options) => logs(runtimeId, options), { tty, since, signal })
    : logs(runtimeId, { tty, since, timestamps: true, signal });
  let isBegun = false;
  // A piece of a long line has no time of its own.
  let time = 0n;
  try {
    for await (const chunk of chunks) {
      isBegun = true;
      if (start !== undefined) time = timeOf(chunk.time) ?? time;
      if (start === undefined || time >= start) yield chunk;
    }
  } catch (error) {
    // Removed while it was read: there is no more to be had.
    if (!isBegun || (!isEngineError(error, 'not-found') && !isEngineError(error, 'conflict'))) throw error;
  }
}

const timeOf = (time: string | undefined): bigint | undefined =>
  time === undefined ? undefined : nanosecondsOf(time);
