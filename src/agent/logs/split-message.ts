/** The most that docker's awslogs driver puts into one event: 256 KiB less what CloudWatch counts for itself. */
export const longestEvent = 262_144 - 26;

/** A text in pieces of at most `longestEvent` bytes of UTF-8, cut between characters. None for an empty one. */
export function splitMessage(text: string): readonly string[] {
  if (text === '') return [];
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 <= longestEvent || Buffer.byteLength(text) <= longestEvent) return [text];
  const pieces: string[] = [];
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + longestEvent, bytes.length);
    while (to < bytes.length && isContinuation(bytes[to])) to -= 1;
    pieces.push(bytes.toString('utf8', from, to));
    from = to;
  }
  return pieces;
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
