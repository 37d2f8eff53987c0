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
    const line = held.get(chunk.stream) ?? { time: chunk.time ?? '', parts: [], length: 0 };
    held.set(chunk.stream, line);
    line.parts.push(chunk.bytes);
    line.length += chunk.bytes.length;
    if (chunk.bytes.at(-1) !== 0x0a && line.length < longestLine) continue;
    held.delete(chunk.stream);
    yield finish(chunk.stream, line);
  }
  for (const [stream, line] of held) yield finish(stream, line);
}

function finish(stream: LogChunk['stream'], line: Held): LogLine {
  return {
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    time: line.time,
    text: Buffer.concat(line.parts)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  };
}
