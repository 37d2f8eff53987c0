import { createHash } from 'node:crypto';
import { invalidPart, invalidPartOrder, malformedXml, noSuchUpload, partTooSmall } from '../errors.ts';
import type { S3Call } from '../operation.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  type ChecksumMembers,
  crcOf,
  decodeCrc,
  defaultAlgorithm,
  encodeCrc,
  startDigest,
} from './checksums.ts';
import { combineCrc } from './crc.ts';
import type { PartRecord, UploadRecord } from './tables.ts';

export function findUpload(
  { tables }: Pick<S3Call, 'tables'>,
  { Bucket, Key, UploadId }: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): UploadRecord {
  const upload = tables.uploads.get(Bucket, Key, UploadId);
  if (upload === undefined) throw noSuchUpload(UploadId);
  return upload;
}

/** Lets an upload go; its parts are returned, whose files are somebody's or to be removed. */
export function forgetUpload(
  { tables }: Pick<S3Call, 'tables'>,
  { bucket, key, id }: UploadRecord,
): readonly PartRecord[] {
  const parts = tables.parts.select({ where: { upload: id } });
  for (const { number } of parts) tables.parts.delete(id, number);
  tables.uploads.delete(bucket, key, id);
  return parts;
}

/** What CompleteMultipartUpload names of a part. */
export interface NamedPart extends ChecksumMembers {
  readonly PartNumber?: number;
  readonly ETag?: string;
}

const SMALLEST = 5 * 1024 ** 2;

/** The parts that are to be the object, in order. Every one but the last must have 5 MiB. */
export function chosenParts(
  { tables }: Pick<S3Call, 'tables'>,
  upload: UploadRecord,
  named: readonly NamedPart[],
): readonly PartRecord[] {
  if (named.length === 0) throw malformedXml();
  const parts = named.map((one, index) => {
    const { PartNumber, ETag } = one;
    if (PartNumber === undefined || ETag === undefined) throw malformedXml();
    const before = named[index - 1]?.PartNumber ?? 0;
    if (PartNumber <= before) throw invalidPartOrder(upload.id);
    const part = tables.parts.get(upload.id, PartNumber);
    if (part === undefined || part.md5 !== ETag.replaceAll('"', '') || !isSameChecksum(part, one)) {
      throw invalidPart(upload.id, PartNumber, ETag.replaceAll('"', ''));
    }
    return part;
  });
  for (const { number, piece, md5 } of parts.slice(0, -1)) {
    if (piece.size < SMALLEST) throw partTooSmall(number, piece.size, md5);
  }
  return parts;
}

/** Where both the part and the request tell a checksum. */
function isSameChecksum({ checksum }: PartRecord, named: NamedPart): boolean {
  if (checksum === undefined) return true;
  const said = named[`Checksum${checksum.algorithm}`];
  return said === undefined || said === checksum.value;
}

/** The digest of the parts' digests, with their number. */
export function multipartEtag(parts: readonly PartRecord[]): string {
  const all = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
  return `"${createHash('md5').update(all).digest('hex')}-${parts.length}"`;
}

/**
 * Of the whole object, where the upload is of such a type: combined from those of the parts, so that nothing
 * is read again. Else the digest of the parts' digests. `undefined` where a part has none.
 */
export function multipartChecksum(
  parts: readonly PartRecord[],
  { checksumAlgorithm: algorithm = defaultAlgorithm, checksumType = 'FULL_OBJECT' }: UploadRecord,
): Checksum | undefined {
  if (parts.some(({ checksum }) => checksum?.algorithm !== algorithm)) return undefined;
  return checksumType === 'FULL_OBJECT' ? combined(parts, algorithm) : composite(parts, algorithm);
}

function composite(parts: readonly PartRecord[], algorithm: ChecksumAlgorithm): Checksum {
  const digest = startDigest(algorithm);
  for (const { checksum } of parts) digest.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${digest.digest()}-${parts.length}`, type: 'COMPOSITE' };
}

function combined(parts: readonly PartRecord[], algorithm: ChecksumAlgorithm): Checksum | undefined {
  const crc = crcOf(algorithm);
  if (crc === undefined) return undefined;
  const value = parts.reduce(
    (sum, { checksum, piece }) => combineCrc(crc, sum, decodeCrc(checksum?.value ?? ''), piece.size),
    0n,
  );
  return { algorithm, value: encodeCrc(crc, value), type: 'FULL_OBJECT' };
}
