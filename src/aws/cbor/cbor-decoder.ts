import { isUtf8 } from 'node:buffer';
import { serializationError } from '../protocol-errors.ts';

/**
 * Reads CBOR (RFC 8949) as far as Smithy's rpcv2Cbor uses it, which is all but keys that are no text and simple
 * values other than true, false, null and undefined. Lengths may be left open anywhere, that of strings too:
 * the packages that were tried refuse those, and exhaust the stack on what is nested deeply.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const decoder = new Decoder(bytes);
  const value = decoder.item(0);
  if (!decoder.isAtEnd) throw malformed();
  return value;
}

/** A value with a tag; 1 makes a time of a number. */
export class CborTag {
  readonly tag: number;
  readonly value: unknown;

  constructor(tag: number, value: unknown) {
    this.tag = tag;
    this.value = value;
  }
}

/** No model of AWS comes near it; it keeps the stack from being exhausted. */
const MAX_DEPTH = 500;

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
const OPEN = 31;
const BREAK = 0xff;

class Decoder {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > MAX_DEPTH) throw serializationError(`Nesting is deeper than ${MAX_DEPTH} levels`);
    const first = this.#byte();
    const major = first >> 5;
    const minor = first & 0x1f;
    switch (major) {
      case MAJOR.unsigned:
        return this.#count(minor);
      case MAJOR.negative:
        return -1 - this.#count(minor);
      case MAJOR.bytes:
        return minor === OPEN ? Buffer.concat(this.#pieces(major)) : this.#take(this.#count(minor));
      case MAJOR.text:
        return textOf(minor === OPEN ? Buffer.concat(this.#pieces(major)) : this.#take(this.#count(minor)));
      case MAJOR.array:
        return this.#array(minor, depth);
      case MAJOR.map:
        return this.#map(minor, depth);
      case MAJOR.tag:
        return new CborTag(this.#count(minor), this.item(depth + 1));
      default:
        return this.#simple(minor);
    }
  }

  #array(minor: number, depth: number): unknown[] {
    const elements: unknown[] = [];
    for (let left = this.#length(minor, 1); this.#hasNext(left); left -= 1)
      elements.push(this.item(depth + 1));
    return elements;
  }

  #map(minor: number, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (let left = this.#length(minor, 2); this.#hasNext(left); left -= 1) {
      const key = this.item(depth + 1);
      if (typeof key !== 'string') throw malformed();
      entries.push([key, this.item(depth + 1)]);
    }
    // Own properties, so that a key "__proto__" is data like any other.
    return Object.fromEntries(entries);
  }

  /** Elements to come, each of at least so many bytes; without end where the length is open. */
  #length(minor: number, bytesEach: number): number {
    if (minor === OPEN) return Infinity;
    const length = this.#count(minor);
    if (length * bytesEach > this.#bytes.length - this.#at) throw malformed();
    return length;
  }

  #hasNext(left: number): boolean {
    if (left !== Infinity) return left > 0;
    if (this.#bytes[this.#at] !== BREAK) return true;
    this.#at += 1;
    return false;
  }

  /** The pieces of a string whose length is open: strings of its kind whose lengths are not. */
  #pieces(major: number): Buffer[] {
    const pieces: Buffer[] = [];
    while (this.#hasNext(Infinity)) {
      const first = this.#byte();
      if (first >> 5 !== major) throw malformed();
      const piece = this.#take(this.#count(first & 0x1f));
      // Each piece is whole: no character goes from one into the next.
      if (major === MAJOR.text && !isUtf8(piece)) throw malformed();
      pieces.push(piece);
    }
    return pieces;
  }

  #simple(minor: number): unknown {
    switch (minor) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#take(2).readUInt16BE(0));
      case 26:
        return this.#take(4).readFloatBE(0);
      case 27:
        return this.#take(8).readDoubleBE(0);
      default:
        throw malformed();
    }
  }

  /** What stands in or behind the first byte. Beyond 2^53 it is not exact, and refused where that matters. */
  #count(minor: number): number {
    if (minor < 24) return minor;
    switch (minor) {
      case 24:
        return this.#byte();
      case 25:
        return this.#take(2).readUInt16BE(0);
      case 26:
        return this.#take(4).readUInt32BE(0);
      case 27:
        return Number(this.#take(8).readBigUInt64BE(0));
      default:
        throw malformed();
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed();
    this.#at += 1;
    return byte;
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw serializationError('Invalid UTF-8');
  return bytes.toString();
}

/** RFC 8949, appendix D. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const malformed = (): Error => serializationError('Unable to parse the request body as CBOR');
