/**
 * Splits a byte stream at line feeds, wherever the chunk borders fall, and drops empty lines and the
 * carriage returns that Docker's progress streams carry. Pull-based: holds at most one unfinished line.
 */
export async function* lines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let rest: Uint8Array[] = [];
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      const piece = chunk.subarray(from, at);
      const line = textOf(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
      rest = [];
      from = at + 1;
      if (line !== '') yield line;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  const last = textOf(Buffer.concat(rest));
  if (last !== '') yield last;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trim();
}
