/** `seconds.nanoseconds`, as every engine reads times. Engine 20.10 refuses RFC 3339 for logs. */
export function engineTime(nanoseconds: bigint): string {
  const billion = 1_000_000_000n;
  return `${nanoseconds / billion}.${(nanoseconds % billion).toString().padStart(9, '0')}`;
}

/** Of an RFC 3339 time. Dates keep milliseconds only; the fraction is read from the text. */
export function nanosecondsOf(time: string): bigint {
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  const seconds = Date.parse(time.replace(/\.\d+/, '')) / 1000;
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/**
 * Whether one RFC 3339 time is later than another. Docker writes all times in one form, in which the later
 * one also sorts later: in a flood of lines it matters that nothing is parsed.
 */
export function isLater(time: string, other: string): boolean {
  const isOneForm = time.length === other.length && time.endsWith('Z') && other.endsWith('Z');
  return isOneForm ? time > other : nanosecondsOf(time) > nanosecondsOf(other);
}
