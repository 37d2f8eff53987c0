import type { PassingBytes } from '../../kernel/bytes.ts';
import { fieldsTooLarge, malformedPost } from './web-page-errors.ts';

/** A form that a browser sends: fields, and behind them a file. */
export interface MultipartForm {
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file?: FormFile;
}

export interface FormFile {
  readonly name: string;
  readonly type: string | undefined;
  /** To be read once; what follows the file in the form is of no account, as on AWS. */
  readonly bytes: PassingBytes;
}

/** Of all fields together. */
const MOST_BYTES = 20 * 1024;

/** The boundary in a content type; `undefined` where that is no form. */
export function boundaryIn(contentType: string | undefined): string | undefined {
  const found = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType ?? '',
  );
  return found?.[1] ?? found?.[2];
}

/** Reads a form up to its file. Throws MalformedPOSTRequest for what is none. */
export async function readForm(body: PassingBytes, boundary: string): Promise<MultipartForm> {
  const input = new Cutter(body, Buffer.from(`\r\n--${boundary}`));
  const fields = new Map<string, string>();
  let size = 0;
  // What stands before the first boundary is nothing.
  await input.text(MOST_BYTES);
  for (;;) {
    const line = await input.line();
    if (line === '--') return { fields };
    if (line !== '') throw malformedPost();
    const { name, file, type } = await readHead(input);
    if (name === 'file') return { fields, file: { name: file ?? '', type, bytes: input.part() } };
    const text = await input.text(MOST_BYTES - size);
    size += name.length + text.length;
    fields.set(name, text);
  }
}

interface Head {
  readonly name: string;
  readonly file?: string;
  readonly type?: string;
}

async function readHead(input: Cutter): Promise<Head> {
  const headers = new Map<string, string>();
  for (let line = await input.line(); line !== ''; line = await input.line()) {
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformedPost();
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) throw malformedPost();
  const file = parameter(disposition, 'filename');
  const type = headers.get('content-type');
  return {
    name: name.toLowerCase(),
    ...(file !== undefined && { file }),
    ...(type !== undefined && { type }),
  };
}

/** Browsers escape quotes as `%22`. */
function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header)?.[1];
  const text = found?.replaceAll('%22', '"').replace(/\\(.)/g, '$1');
  return text === undefined ? undefined : Buffer.from(text, 'latin1').toString();
}

/** Lines, and bytes up to the next boundary, out of a stream of pieces. */
class Cutter {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #boundary: Buffer;
  /** The first boundary has no line before it. */
  #held: Buffer = Buffer.from('\r\n');

  constructor(source: PassingBytes, boundary: Buffer) {
    this.#source = source[Symbol.asyncIterator]();
    this.#boundary = boundary;
  }

  /** Up to a line's end, without it. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > MOST_BYTES) throw fieldsTooLarge();
      await this.#fill();
    }
  }

  /** Up to the next boundary. */
  async text(most: number): Promise<string> {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of this.part()) {
      size += piece.length;
      if (size > most) throw fieldsTooLarge();
      pieces.push(Buffer.from(piece));
    }
    return Buffer.concat(pieces).toString();
  }

  /** The bytes up to the next boundary; a piece holds until the next is asked for. */
  async *part(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const end = this.#held.indexOf(this.#boundary);
      if (end >= 0) {
        const last = this.#held.subarray(0, end);
        this.#held = this.#held.subarray(end + this.#boundary.length);
        if (last.length > 0) yield last;
        return;
      }
      // The rest may be the beginning of a boundary.
      const sure = this.#held.length - this.#boundary.length + 1;
      if (sure > 0) {
        yield this.#held.subarray(0, sure);
        this.#held = this.#held.subarray(sure);
      }
      await this.#fill();
    }
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) throw malformedPost();
    this.#held = Buffer.concat([this.#held, value]);
  }
}
