import type { EngineClient } from '../../../docker/client.ts';
import { isEngineError } from '../../../docker/errors.ts';
import type { LogChunk } from '../../../docker/logs.ts';

/**
 * A container's output to its end. An engine ends a followed log when the container ends, at times
 * before it has given what the container wrote last (Docker 20.10 often loses a last line without line
 * end): what is missing is read once more.
 */
export async function* wholeLog(
  engine: Pick<EngineClient, 'containers'>,
  runtimeId: string,
  options: { readonly tty: boolean; readonly follow: boolean; readonly signal: AbortSignal },
): AsyncGenerator<LogChunk> {
  const given = new Map<LogChunk['stream'], bigint>();
  let latest = 0n;
  for await (const chunk of engine.containers.logs(runtimeId, { ...options, timestamps: true })) {
    const time = nanosecondsOf(chunk.time);
    if (time !== undefined) given.set(chunk.stream, time);
    if (time !== undefined && time > latest) latest = time;
    yield chunk;
  }
  if (!options.follow) return;
  // Streams are copied side by side, so the times of two are not quite in the order of the log.
  const since = latest === 0n ? undefined : latest - nanosecondsPerSecond;
  try {
    const rest = engine.containers.logs(runtimeId, { ...options, follow: false, timestamps: true, since });
    for await (const chunk of rest) {
      const time = nanosecondsOf(chunk.time);
      if (time !== undefined && time > (given.get(chunk.stream) ?? 0n)) yield chunk;
    }
  } catch (error) {
    // Removed meanwhile: there is no more to be had.
    if (!isEngineError(error, 'not-found') && !isEngineError(error, 'conflict')) throw error;
  }
}

const nanosecondsPerSecond = 1_000_000_000n;

function nanosecondsOf(time: string | undefined): bigint | undefined {
  const [, whole, fraction = '', zone = ''] =
    /^([^.Z+]*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time ?? '') ?? [];
  const milliseconds = Date.parse(`${whole}${zone}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds / 1000) * nanosecondsPerSecond + BigInt(fraction.padEnd(9, '0'));
}
