import type { ServiceContract, ShapeName } from '../contract/contract.ts';

/**
 * Writes a value of a contract as CBOR, in the forms that rpcv2Cbor asks for: bytes for blobs, which come as
 * base64 text, and tag 1 with a double for times. Members that are `undefined` are left out.
 */
export function encodeCbor(contract: ServiceContract, shape: ShapeName, value: unknown): Buffer {
  const encoder = new Encoder(contract);
  encoder.write(shape, value);
  return encoder.bytes();
}

/** The same for members of which the contract has no structure: those of an error. */
export function encodeCborMembers(
  contract: ServiceContract | undefined,
  members: Readonly<Record<string, ShapeName>>,
  value: unknown,
): Buffer {
  const encoder = new Encoder(contract);
  encoder.members(members, value);
  return encoder.bytes();
}

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
const FALSE = 0xf4;
const TRUE = 0xf5;
const NULL = 0xf6;
const FLOAT = 0xfa;
const DOUBLE = 0xfb;
const EPOCH_SECONDS = 1;

class Encoder {
  readonly #contract: ServiceContract | undefined;
  #buffer = Buffer.allocUnsafe(1024);
  #length = 0;

  constructor(contract: ServiceContract | undefined) {
    this.#contract = contract;
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  write(name: ShapeName, value: unknown): void {
    if (value === null || value === undefined) return this.#byte(NULL);
    const shape = this.#contract?.shapes.get(name);
    switch (shape?.kind) {
      case 'structure':
      case 'union':
        return this.members(shape.members, value);
      case 'list':
        return this.#list(shape.member, value);
      case 'map':
        return this.#map(shape.value, value);
      default:
        return this.#scalar(shape?.kind ?? name, value);
    }
  }

  members(shapes: Readonly<Record<string, ShapeName>>, value: unknown): void {
    const present = presentIn(value).filter(([member]) => Object.hasOwn(shapes, member));
    this.#head(MAJOR.map, present.length);
    for (const [member, inner] of present) {
      this.#text(member);
      this.write(shapes[member] ?? '', inner);
    }
  }

  #list(member: ShapeName, value: unknown): void {
    const elements: readonly unknown[] = Array.isArray(value) ? value : [];
    this.#head(MAJOR.array, elements.length);
    for (const element of elements) this.write(member, element);
  }

  #map(target: ShapeName, value: unknown): void {
    const entries = presentIn(value);
    this.#head(MAJOR.map, entries.length);
    for (const [key, inner] of entries) {
      this.#text(key);
      this.write(target, inner);
    }
  }

  #scalar(kind: string, value: unknown): void {
    switch (typeof value) {
      case 'string':
        return kind === 'Blob' || kind === 'blob' ? this.#base64(value) : this.#text(value);
      case 'boolean':
        return this.#byte(value ? TRUE : FALSE);
      case 'number':
        return this.#number(kind, value);
      case 'object':
        // A document is what it is.
        return Array.isArray(value) ? this.#list(kind, value) : this.#map(kind, value);
      default:
        throw new Error(`a ${typeof value} cannot be written as CBOR`);
    }
  }

  #number(kind: string, value: number): void {
    switch (kind) {
      case 'Timestamp':
        this.#head(MAJOR.tag, EPOCH_SECONDS);
        return this.#double(value);
      case 'Float':
      case 'float':
        return Math.fround(value) === value ? this.#float(value) : this.#double(value);
      case 'Double':
      case 'double':
        return this.#double(value);
      default:
        if (!Number.isSafeInteger(value)) return this.#double(value);
        return value < 0 ? this.#head(MAJOR.negative, -1 - value) : this.#head(MAJOR.unsigned, value);
    }
  }

  #head(major: number, count: number): void {
    this.#reserve(9);
    const first = major << 5;
    if (count < 24) {
      this.#length = this.#buffer.writeUInt8(first | count, this.#length);
    } else if (count <= 0xff) {
      this.#length = this.#buffer.writeUInt16BE(((first | 24) << 8) | count, this.#length);
    } else if (count <= 0xffff) {
      this.#length = this.#buffer.writeUInt8(first | 25, this.#length);
      this.#length = this.#buffer.writeUInt16BE(count, this.#length);
    } else if (count <= 0xffff_ffff) {
      this.#length = this.#buffer.writeUInt8(first | 26, this.#length);
      this.#length = this.#buffer.writeUInt32BE(count, this.#length);
    } else {
      this.#length = this.#buffer.writeUInt8(first | 27, this.#length);
      this.#length = this.#buffer.writeBigUInt64BE(BigInt(count), this.#length);
    }
  }

  #text(text: string): void {
    const length = Buffer.byteLength(text);
    this.#head(MAJOR.text, length);
    this.#reserve(length);
    this.#length += this.#buffer.write(text, this.#length);
  }

  #base64(text: string): void {
    const bytes = Buffer.from(text, 'base64');
    this.#head(MAJOR.bytes, bytes.length);
    this.#reserve(bytes.length);
    this.#length += bytes.copy(this.#buffer, this.#length);
  }

  #float(value: number): void {
    this.#byte(FLOAT);
    this.#reserve(4);
    this.#length = this.#buffer.writeFloatBE(value, this.#length);
  }

  #double(value: number): void {
    this.#byte(DOUBLE);
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleBE(value, this.#length);
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#length = this.#buffer.writeUInt8(byte, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

function presentIn(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}
