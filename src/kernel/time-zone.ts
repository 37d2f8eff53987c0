/**
 * Clocks on walls, by the IANA database that comes with Node. A *wall* is what such a clock shows, as the
 * milliseconds since the epoch at which a clock in UTC shows the same.
 */
export interface TimeZone {
  readonly name: string;
  /** What clocks show at an instant. Milliseconds are cut off. */
  wallAt(instant: number): number;
  /**
   * The first instant at which clocks show `wall`: when they are set back, they show some of the time twice.
   * `undefined` where they never do, because they are set forward over it.
   */
  instantOf(wall: number): number | undefined;
}

export const utc: TimeZone = { name: 'UTC', wallAt: (instant) => instant, instantOf: (wall) => wall };

const day = 86_400_000;
/** Clocks are set at a whole quarter of an hour of UTC; since 2012, and Newfoundland's last 0:01, everywhere. */
const quarter = 900_000;
/** Offsets that are kept of a zone: who walks through a calendar asks for the same ones again and again. */
const mostKept = 1000;

/** `undefined` where there is no such zone. Offsets (`+02:00`), which Intl takes too, are no zones. */
export function timeZone(name: string): TimeZone | undefined {
  if (name === 'UTC') return utc;
  if (!/^[A-Za-z]/.test(name)) return undefined;
  const format = formatOf(name);
  if (format === undefined) return undefined;
  const shownAt = (instant: number): number => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
  };
  const known = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const begin = Math.floor(instant / quarter) * quarter;
    const before = known.get(begin);
    if (before !== undefined) return before;
    if (known.size >= mostKept) known.clear();
    const offset = shownAt(begin) - begin;
    known.set(begin, offset);
    return offset;
  };
  const wallAt = (instant: number): number => Math.floor(instant / 1000) * 1000 + offsetAt(instant);
  return {
    name,
    wallAt,
    instantOf(wall) {
      // No zone is set twice within two days, so the offsets of the day before and after are all there are.
      const offsets = [wallAt(wall - day) - (wall - day), wallAt(wall + day) - (wall + day)];
      const instants = offsets.map((offset) => wall - offset).sort((a, b) => a - b);
      return instants.find((instant) => wallAt(instant) === wall);
    },
  };
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
