import { incompleteBody } from '../protocol-errors.ts';
import type { RequestBody } from '../request-body.ts';
import type { ChunkCheck } from '../sigv4/chunk-signatures.ts';

/**
 * Takes the `aws-chunked` encoding off a body: `SIZE[;chunk-signature=…]\r\n…\r\n` again and again, a chunk
 * of size zero, and headers after it. Signatures of chunks are looked at only with a `check`; a wrong one is
 * thrown after the bytes of its chunk. What is passed on are views of what came, never copies. Throws IncompleteBody where the body is not of that form or ends too early.
 */
export class AwsChunkedBody implements RequestBody {
  readonly length: number | undefined;
  readonly announced: readonly string[];
  readonly trailers = new Map<string, string>();
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #check: ChunkCheck | undefined;

  constructor(
    source: AsyncIterable<Uint8Array>,
    decodedLength: number | undefined,
    announced: readonly string[] = [],
    check?: ChunkCheck,
  ) {
    this.#source = source;
    this.length = decodedLength;
    this.announced = announced;
    this.#check = check;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const input = new Pieces(this.#source);
    try {
      let total = 0;
      for (;;) {
        const { size, signature } = headOf(await input.line());
        for (let left = size; left > 0;) {
          const piece = await input.take(left);
          left -= piece.length;
          total += piece.length;
          this.#check?.signatures.add(piece);
          yield piece;
        }
        this.#compare(() => this.#check?.signatures.next(), signature);
        if (size === 0) break;
        if ((await input.line()) !== '') throw incompleteBody();
      }
      if (this.length !== undefined && total !== this.length) throw incompleteBody();
      for (let line = await input.lineOrEnd(); line !== ''; line = await input.lineOrEnd()) {
        const colon = line.indexOf(':');
        if (colon <= 0) throw incompleteBody();
        this.trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
      this.#checkTrailers();
      await input.drain();
    } finally {
      await input.close();
    }
  }

  #checkTrailers(): void {
    const provided = this.trailers.get(TRAILER_SIGNATURE);
    this.trailers.delete(TRAILER_SIGNATURE);
    if (this.#check === undefined || this.trailers.size === 0) return;
    const lines = [...this.trailers].map(([name, value]) => `${name}:${value}\n`).join('');
    this.#compare(() => this.#check?.signatures.trailer(lines), provided ?? '');
  }

  #compare(computed: () => string | undefined, provided: string): void {
    if (this.#check !== undefined && computed() !== provided) throw this.#check.mismatch(provided);
  }
}

const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

function headOf(line: string): { readonly size: number; readonly signature: string } {
  const found = /^([0-9a-f]{1,12})(?:;(.*))?$/i.exec(line);
  if (found === null) throw incompleteBody();
  const [, size = '', extension = ''] = found;
  const signature = /(?:^|;)\s*chunk-signature=([0-9a-f]+)/.exec(extension)?.[1] ?? '';
  return { size: Number.parseInt(size, 16), signature };
}

/** Longest line: a size with a signature, or a trailer. */
const MAX_LINE = 8192;

/** Lines and bytes out of a stream of pieces. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At least one byte, at most `most`. */
  async take(most: number): Promise<Uint8Array> {
    if (!(await this.#fill())) throw incompleteBody();
    const end = Math.min(this.#piece.length, this.#at + most);
    const taken = this.#piece.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  /** Up to a line's end, without it. */
  async line(): Promise<string> {
    const line = await this.#readLine();
    if (line === undefined) throw incompleteBody();
    return line;
  }

  /** The same, but the end of the body is an empty line. */
  async lineOrEnd(): Promise<string> {
    return (await this.#readLine()) ?? '';
  }

  /** Who checks the source as a whole does so at its end. */
  async drain(): Promise<void> {
    do this.#at = this.#piece.length;
    while (await this.#fill());
  }

  /** Lets go of the source, wherever reading has stopped. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #readLine(): Promise<string | undefined> {
    let line = '';
    while (await this.#fill()) {
      const end = this.#piece.indexOf(0x0a, this.#at);
      const until = end < 0 ? this.#piece.length : end;
      line += Buffer.from(this.#piece.subarray(this.#at, until)).toString('latin1');
      this.#at = end < 0 ? until : end + 1;
      if (line.length > MAX_LINE) throw incompleteBody();
      if (end >= 0) return line.replace(/\r$/, '');
    }
    return line === '' ? undefined : line;
  }

  /** False at the end of the body. */
  async #fill(): Promise<boolean> {
    while (this.#at >= this.#piece.length) {
      const { done, value } = await this.#source.next();
      if (done === true) return false;
      this.#piece = value;
      this.#at = 0;
    }
    return true;
  }
}
