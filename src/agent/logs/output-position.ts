import { nanosecondsOf } from '../../docker/engine-time.ts';
import type { TableSpec } from '../../store/table.ts';
import type { LogLine } from '../backends/backend.ts';

/** The time of the last line of a stream, as the engine wrote it, and how many lines bear it. */
interface Mark {
  readonly time: string;
  readonly lines: number;
}

/** How far the output of a container has been shipped, for each of its streams. */
export type OutputPosition = { readonly [Stream in LogLine['stream']]?: Mark };

export interface ShippedOutput {
  /** The engine's id of the container. */
  readonly runtimeId: string;
  readonly taskArn: string;
  readonly position: OutputPosition;
}

export const shippedOutputTable: TableSpec<ShippedOutput> = {
  name: 'shipped_output',
  key: ['runtime_id'],
  columns: ({ runtimeId, taskArn }) => ({ runtime_id: runtimeId, task_arn: taskArn }),
};

/** The position behind a line. */
export function behind(position: OutputPosition, { stream, time }: LogLine): OutputPosition {
  const mark = position[stream];
  const lines = mark?.time === time ? mark.lines + 1 : 1;
  return { ...position, [stream]: { time, lines } };
}

/** The two streams are copied side by side: their times are not quite in the order of the log. */
const disorder = 1_000_000_000n;

/** From which time on, in nanoseconds, a log must be read so that nothing behind the position is missed. */
export function startOf({ stdout, stderr }: OutputPosition): bigint | undefined {
  const times = [stdout, stderr].flatMap((mark) => (mark === undefined ? [] : [nanosecondsOf(mark.time)]));
  if (times.length === 0) return undefined;
  return times.reduce((latest, time) => (time > latest ? time : latest)) - disorder;
}

/**
 * Tells the lines behind a position from those before it, asked in the order of the log. Lines that bear the
 * very time of the position are counted: some engines give whole seconds.
 */
export function unseen(position: OutputPosition): (line: LogLine) => boolean {
  const marks = new Map(
    Object.entries(position).map(([stream, mark]) => [
      stream,
      { time: nanosecondsOf(mark.time), left: mark.lines },
    ]),
  );
  return ({ stream, time }) => {
    const mark = marks.get(stream);
    if (mark === undefined) return true;
    const at = nanosecondsOf(time);
    if (at < mark.time) return false;
    if (at === mark.time && mark.left > 0) {
      mark.left -= 1;
      return false;
    }
    marks.delete(stream);
    return true;
  };
}
