import { crc32 as nodeCrc32 } from 'node:zlib';

/**
 * The cyclic redundancy checks that Amazon S3 knows, all reflected, beginning with and xored by ones. Eight
 * bytes a step ("slicing by eight"), in halves of 32 bits, since that is what JavaScript computes fast.
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
      const { low: lows, high: highs } = tables;
      let low = -1;
      let high = width === 8 ? -1 : 0;
      return {
        update(bytes) {
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          const whole = bytes.length & ~7;
          for (let at = 0; at < whole; at += 8) {
            const a = low ^ view.getInt32(at, true);
            const b = high ^ view.getInt32(at + 4, true);
            low = 0;
            high = 0;
            for (let byte = 0; byte < 8; byte += 1) {
              const word = byte < 4 ? a : b;
              const index = ((7 - byte) << 8) | ((word >>> ((byte & 3) << 3)) & 0xff);
              low ^= lows[index] ?? 0;
              high ^= highs[index] ?? 0;
            }
          }
          for (let at = whole; at < bytes.length; at += 1) {
            const index = (low ^ (bytes[at] ?? 0)) & 0xff;
            low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
            high = (high >>> 8) ^ (highs[index] ?? 0);
          }
        },
        digest: () => {
          const bottom = BigInt(~low >>> 0);
          return width === 4 ? bottom : (BigInt(~high >>> 0) << 32n) | bottom;
        },
      };
    },
  };
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
