import { crc32 as nodeCrc32 } from 'node:zlib';

/**
 * The cyclic redundancy checks that Amazon S3 knows, all reflected, beginning with and xored by ones. Eight
 * bytes a step ("slicing by eight"), in halves of 32 bits, since that is what JavaScript computes fast. Words
 * are read in the machine's order, which on all machines that Node runs on is the little-endian one.
 */
export interface Crc {
  /** Of the result, in bytes. */
  readonly width: 4 | 8;
  /** Reflected. */
  readonly polynomial: bigint;
  /** A running check; begin with 0. */
  start(): { update(bytes: Uint8Array): void; digest(): bigint };
}

export const crc32: Crc = {
  width: 4,
  polynomial: 0xedb8_8320n,
  start() {
    let value = 0;
    return {
      update: (bytes) => {
        value = nodeCrc32(bytes, value);
      },
      digest: () => BigInt(value),
    };
  },
};

export const crc32c: Crc = sliced(4, 0x82f6_3b78n);
export const crc64nvme: Crc = sliced(8, 0x9a6c_9329_ac4b_c9b5n);

function sliced(width: 4 | 8, polynomial: bigint): Crc {
  let tables: Tables | undefined;
  return {
    width,
    polynomial,
    start() {
      tables ??= tablesOf(polynomial);
      const state: State = { low: -1, high: width === 8 ? -1 : 0 };
      const { low, high } = tables;
      return {
        update(bytes) {
          // Words are read where they lie on a border of words.
          const head = Math.min(-bytes.byteOffset & 3, bytes.length);
          const body = (bytes.length - head) >>> 3;
          bytewise(state, low, high, bytes, 0, head);
          const words = new Int32Array(bytes.buffer, body === 0 ? 0 : bytes.byteOffset + head, body * 2);
          if (width === 4) wordwise32(state, low, words);
          else wordwise64(state, low, high, words);
          bytewise(state, low, high, bytes, head + body * 8, bytes.length);
        },
        digest: () => {
          const bottom = BigInt(~state.low >>> 0);
          return width === 4 ? bottom : (BigInt(~state.high >>> 0) << 32n) | bottom;
        },
      };
    },
  };
}

interface State {
  low: number;
  high: number;
}

/** Reads that are within their table. */
const at = (table: Int32Array, index: number): number => table[index] ?? 0;

function bytewise(
  state: State,
  lows: Int32Array,
  highs: Int32Array,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  let { low, high } = state;
  for (let index = from; index < to; index += 1) {
    const entry = (low ^ (bytes[index] ?? 0)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ at(lows, entry);
    high = (high >>> 8) ^ at(highs, entry);
  }
  state.low = low;
  state.high = high;
}

/* Two words a step, a table for each byte. Written out: a loop over the eight takes more than twice as long. */

function wordwise32(state: State, lows: Int32Array, words: Int32Array): void {
  let { low } = state;
  for (let index = 0; index < words.length; index += 2) {
    const a = low ^ at(words, index);
    const b = at(words, index + 1);
    low =
      at(lows, 1792 | (a & 255)) ^
      at(lows, 1536 | ((a >>> 8) & 255)) ^
      at(lows, 1280 | ((a >>> 16) & 255)) ^
      at(lows, 1024 | (a >>> 24)) ^
      at(lows, 768 | (b & 255)) ^
      at(lows, 512 | ((b >>> 8) & 255)) ^
      at(lows, 256 | ((b >>> 16) & 255)) ^
      at(lows, b >>> 24);
  }
  state.low = low;
}

function wordwise64(state: State, lows: Int32Array, highs: Int32Array, words: Int32Array): void {
  let { low, high } = state;
  for (let index = 0; index < words.length; index += 2) {
    const a = low ^ at(words, index);
    const b = high ^ at(words, index + 1);
    const a0 = 1792 | (a & 255);
    const a1 = 1536 | ((a >>> 8) & 255);
    const a2 = 1280 | ((a >>> 16) & 255);
    const a3 = 1024 | (a >>> 24);
    const b0 = 768 | (b & 255);
    const b1 = 512 | ((b >>> 8) & 255);
    const b2 = 256 | ((b >>> 16) & 255);
    const b3 = b >>> 24;
    low =
      at(lows, a0) ^
      at(lows, a1) ^
      at(lows, a2) ^
      at(lows, a3) ^
      at(lows, b0) ^
      at(lows, b1) ^
      at(lows, b2) ^
      at(lows, b3);
    high =
      at(highs, a0) ^
      at(highs, a1) ^
      at(highs, a2) ^
      at(highs, a3) ^
      at(highs, b0) ^
      at(highs, b1) ^
      at(highs, b2) ^
      at(highs, b3);
  }
  state.low = low;
  state.high = high;
}

interface Tables {
  /** Eight tables of 256 words each, in one row. */
  readonly low: Int32Array;
  readonly high: Int32Array;
}

function tablesOf(polynomial: bigint): Tables {
  const low = new Int32Array(2048);
  const high = new Int32Array(2048);
  const entries: bigint[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    entries.push(value);
  }
  const current = [...entries];
  for (let table = 0; table < 8; table += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const value = current[byte] ?? 0n;
      low[table * 256 + byte] = Number(BigInt.asIntN(32, value));
      high[table * 256 + byte] = Number(BigInt.asIntN(32, value >> 32n));
      current[byte] = (value >> 8n) ^ (entries[Number(value & 0xffn)] ?? 0n);
    }
  }
  return { low, high };
}

/**
 * The check of two texts after one another, from the check of each and the length of the second: the first
 * is multiplied by x to the number of the second's bits, in the field of the polynomial.
 */
export function combineCrc(crc: Crc, first: bigint, second: bigint, secondLength: number): bigint {
  const one = 1n << BigInt(crc.width * 8 - 1);
  let power = one;
  // x^8, and its squares.
  let square = one >> 8n;
  for (let left = BigInt(secondLength); left > 0n; left >>= 1n) {
    if (left & 1n) power = multiply(crc, power, square);
    square = multiply(crc, square, square);
  }
  return multiply(crc, power, first) ^ second;
}

function multiply({ width, polynomial }: Crc, a: bigint, b: bigint): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = 1n << BigInt(width * 8 - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
  }
  return product;
}
