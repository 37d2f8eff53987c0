import { createHash } from 'node:crypto';
import { badChecksum, headerNotImplemented, invalidChecksum, invalidRequest } from '../errors.ts';
import { type Crc, crc32, crc32c, crc64nvme } from './crc.ts';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one with the number of its parts: `…-3`. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** Members of the model that hold a checksum: `ChecksumCRC32`, … */
export type ChecksumMembers = { readonly [Name in `Checksum${ChecksumAlgorithm}`]?: string };

interface Digest {
  update(bytes: Uint8Array): void;
  /** Base64. */
  digest(): string;
}

const ALGORITHMS: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
];
const CRCS: { readonly [Name in ChecksumAlgorithm]?: Crc } = {
  CRC32: crc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
};
const LENGTH: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
};

/** What Amazon S3 computes where the client names none; always of the whole object. */
export const defaultAlgorithm = 'CRC64NVME';

export const crcOf = (algorithm: ChecksumAlgorithm): Crc | undefined => CRCS[algorithm];
export const checksumHeader = (algorithm: string): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** Which algorithm a client means; those of the family XXHash are refused. */
export function checksumAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const known = ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
  if (known === undefined) throw headerNotImplemented(checksumHeader(name));
  return known;
}

export function startDigest(algorithm: ChecksumAlgorithm): Digest {
  const crc = CRCS[algorithm];
  if (crc === undefined) {
    const hash = createHash(algorithm.toLowerCase());
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
  }
  const running = crc.start();
  return { update: (bytes) => running.update(bytes), digest: () => encodeCrc(crc, running.digest()) };
}

export function encodeCrc({ width }: Crc, value: bigint): string {
  return Buffer.from(value.toString(16).padStart(width * 2, '0'), 'hex').toString('base64');
}

export const decodeCrc = (value: string): bigint =>
  BigInt(`0x${Buffer.from(value, 'base64').toString('hex')}`);

/** The one checksum among a request's members. Throws InvalidRequest where there are several. */
export function givenChecksum(
  members: Readonly<Record<string, unknown>>,
): { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined {
  const found = Object.entries(members).filter(
    ([name, value]) => /^Checksum(?:CRC|SHA|MD5|XXHASH)/.test(name) && typeof value === 'string',
  );
  if (found.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  const [first] = found;
  if (first === undefined) return undefined;
  const algorithm = checksumAlgorithm(first[0].slice('Checksum'.length));
  const value = String(first[1]);
  return algorithm === undefined ? undefined : { algorithm, value };
}

/** Throws InvalidRequest for what is no checksum of this kind. */
export function checkForm(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== LENGTH[algorithm] || bytes.toString('base64') !== value) {
    throw invalidChecksum(checksumHeader(algorithm));
  }
}

/** Throws BadDigest where what was computed is not what the client said. */
export function checkSame(algorithm: ChecksumAlgorithm, said: string | undefined, computed: string): void {
  if (said === undefined) return;
  checkForm(algorithm, said);
  if (said !== computed) throw badChecksum(algorithm);
}

/** A checksum as members of an answer. */
export function checksumMembers(
  checksum: Checksum | undefined,
): ChecksumMembers & { readonly ChecksumType?: ChecksumType } {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}
