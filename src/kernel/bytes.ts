/**
 * A source whose pieces hold only until the next one is asked for: whoever makes them uses their memory
 * again. So a stream of any length needs the memory of a piece or two, and leaves nothing to collect.
 */
export type PassingBytes = AsyncIterable<Uint8Array>;

/** All of a source, copied where it comes in several pieces. `check` is told the length so far, and may throw. */
export async function wholeOf(
  source: PassingBytes,
  check: (length: number) => void = () => {},
): Promise<Buffer> {
  const copies: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    check(length);
    copies.push(Buffer.from(piece));
  }
  const [only] = copies;
  return copies.length === 1 && only !== undefined ? only : Buffer.concat(copies, length);
}
