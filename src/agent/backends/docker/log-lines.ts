import type { LogChunk } from '../../../docker/logs.ts';
import type { LogLine } from '../backend.ts';

interface Held {
  readonly time: string;
  readonly parts: Buffer[];
  length: number;
}

/** A line longer than this is given in pieces, so that output without line ends cannot pile up. */
const longestLine = 1024 * 1024;

/**
 * Puts the engine's messages together into lines, per stream: it cuts long ones at 16 KiB. A line has
 * the time of its first piece. What is left without a line end comes when the output ends.
 */
export async function* linesOf(chunks: AsyncIterable<LogChunk>): AsyncGenerator<LogLine> {
  const held = new Map<LogChunk['stream'], Held>();
  for await (const chunk of chunks) {
    // The engine's last message can be empty: after a piece that filled its 16 KiB, say.
    if (chunk.bytes.length === 0) continue;
    if (chunk.bytes.at(-1) === lineFeed && !held.has(chunk.stream)) {
      yield lineOf(chunk.stream, chunk.time ?? '', chunk.bytes);
      continue;
    }
    const line = held.get(chunk.stream) ?? { time: chunk.time ?? '', parts: [], length: 0 };
    held.set(chunk.stream, line);
    line.parts.push(chunk.bytes);
    line.length += chunk.bytes.length;
    if (chunk.bytes.at(-1) !== lineFeed && line.length < longestLine) continue;
    held.delete(chunk.stream);
    yield lineOf(chunk.stream, line.time, Buffer.concat(line.parts));
  }
  for (const [stream, { time, parts }] of held) yield lineOf(stream, time, Buffer.concat(parts));
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function lineOf(stream: LogChunk['stream'], time: string, bytes: Buffer): LogLine {
  let end = bytes.length;
  if (bytes[end - 1] === lineFeed) {
    end -= 1;
    if (bytes[end - 1] === carriageReturn) end -= 1;
  }
  return { stream: stream === 'stderr' ? 'stderr' : 'stdout', time, text: bytes.toString('utf8', 0, end) };
}
