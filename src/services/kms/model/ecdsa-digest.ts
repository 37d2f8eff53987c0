import { createECDH, type KeyObject } from 'node:crypto';

/*
 * ECDSA over a digest that somebody else has made: node:crypto signs only what it has hashed itself. FIPS
 * 186-5, 6.4. Multiples of the base point come from OpenSSL, so a private key meets BigInt only in one
 * product that a random number hides.
 */

interface Curve {
  readonly p: bigint;
  readonly a: bigint;
  /** Order of the base point. */
  readonly n: bigint;
}

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const hex = (text: string): bigint => BigInt(`0x${text.replaceAll(' ', '')}`);

const curve = (p: bigint, a: bigint, n: string): Curve => ({ p, a: (a + p) % p, n: hex(n) });

/** By OpenSSL's names. SEC 2, 2.4 to 2.6. */
function curveNamed(name: string): Curve {
  switch (name) {
    case 'prime256v1':
      return curve(
        2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
        -3n,
        'ffffffff00000000ffffffffffffffff bce6faada7179e84f3b9cac2fc632551',
      );
    case 'secp384r1':
      return curve(
        2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
        -3n,
        'ffffffffffffffffffffffffffffffffffffffffffffffff c7634d81f4372ddf581a0db248b0a77aecec196accc52973',
      );
    case 'secp521r1':
      return curve(
        2n ** 521n - 1n,
        -3n,
        '1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa 51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
      );
    case 'secp256k1':
      return curve(
        2n ** 256n - 2n ** 32n - 977n,
        0n,
        'fffffffffffffffffffffffffffffffe baaedce6af48a03bbfd25e8cd0364141',
      );
    default:
      throw new Error(`no curve ${name}`);
  }
}

/** DER, as KMS answers it. */
export function signDigest(key: KeyObject, name: string, digest: Buffer): Buffer {
  const { n } = curveNamed(name);
  const d = coordinate(key, 'd');
  const z = truncated(digest, n);
  for (;;) {
    const nonce = createECDH(name);
    const r = pointIn(nonce.generateKeys()).x % n;
    const k = hex(nonce.getPrivateKey('hex'));
    const s = (inverse(k, n) * (z + r * d)) % n;
    if (r !== 0n && s !== 0n) return sequence([integer(r), integer(s)]);
  }
}

export function verifyDigest(key: KeyObject, name: string, digest: Buffer, signature: Buffer): boolean {
  const { p, a, n } = curveNamed(name);
  const [r, s] = integersIn(signature);
  if (r === undefined || s === undefined || r <= 0n || r >= n || s <= 0n || s >= n) return false;
  const w = inverse(s, n);
  const own = { x: coordinate(key, 'x'), y: coordinate(key, 'y') };
  const u = (truncated(digest, n) * w) % n;
  const ofBase = u === 0n ? undefined : baseTimes(name, u, p);
  const sum = add(ofBase, times((r * w) % n, own, p, a), p, a);
  return sum !== undefined && sum.x % n === r;
}

function coordinate(key: KeyObject, name: 'd' | 'x' | 'y'): bigint {
  return hex(Buffer.from(String(key.export({ format: 'jwk' })[name]), 'base64url').toString('hex'));
}

/** The leftmost bits of the digest, as many as the order has. */
function truncated(digest: Buffer, n: bigint): bigint {
  const surplus = Math.max(0, digest.length * 8 - n.toString(2).length);
  return hex(digest.toString('hex')) >> BigInt(surplus);
}

function pointIn(uncompressed: Buffer): Point {
  const length = (uncompressed.length - 1) / 2;
  const part = (from: number): bigint => hex(uncompressed.toString('hex', from, from + length));
  return { x: part(1), y: part(1 + length) };
}

function baseTimes(name: string, factor: bigint, p: bigint): Point {
  const point = createECDH(name);
  const digits = Math.ceil(p.toString(16).length / 2) * 2;
  point.setPrivateKey(factor.toString(16).padStart(digits, '0'), 'hex');
  return pointIn(point.getPublicKey());
}

const modulo = (value: bigint, p: bigint): bigint => ((value % p) + p) % p;

/** Euclid's algorithm. */
function inverse(value: bigint, p: bigint): bigint {
  let [old, rest, oldFactor, factor] = [modulo(value, p), p, 1n, 0n];
  while (rest !== 0n) {
    const quotient = old / rest;
    [old, rest] = [rest, old - quotient * rest];
    [oldFactor, factor] = [factor, oldFactor - quotient * factor];
  }
  return modulo(oldFactor, p);
}

/** `undefined` is the point at infinity. */
function add(one: Point | undefined, other: Point | undefined, p: bigint, a: bigint): Point | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const isDouble = one.x === other.x;
  if (isDouble && modulo(one.y + other.y, p) === 0n) return undefined;
  const slope = isDouble
    ? (3n * one.x * one.x + a) * inverse(2n * one.y, p)
    : (other.y - one.y) * inverse(other.x - one.x, p);
  const x = modulo(slope * slope - one.x - other.x, p);
  return { x, y: modulo(slope * (one.x - x) - one.y, p) };
}

function times(factor: bigint, point: Point, p: bigint, a: bigint): Point | undefined {
  let [sum, power]: [Point | undefined, Point | undefined] = [undefined, point];
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = add(sum, power, p, a);
    power = add(power, power, p, a);
  }
  return sum;
}

function integer(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.padStart(Math.ceil(digits.length / 2) * 2, '0');
  // A first bit that is set would mean a negative number.
  const bytes = Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
  return Buffer.concat([Buffer.from([2, bytes.length]), bytes]);
}

function sequence(parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const head = content.length < 128 ? [0x30, content.length] : [0x30, 0x81, content.length];
  return Buffer.concat([Buffer.from(head), content]);
}

/** The two numbers of a signature; empty for what is none. */
function integersIn(signature: Buffer): readonly bigint[] {
  const start = signature[1] === 0x81 ? 3 : 2;
  if (signature[0] !== 0x30 || signature[start - 1] !== signature.length - start) return [];
  const length = signature[start + 1] ?? 0;
  const second = start + 2 + length;
  const rest = signature[second + 1] ?? 0;
  const isWhole = signature[start] === 2 && signature[second] === 2 && second + 2 + rest === signature.length;
  if (!isWhole || length === 0 || rest === 0) return [];
  return [signature.toString('hex', start + 2, second), signature.toString('hex', second + 2)].map(hex);
}
