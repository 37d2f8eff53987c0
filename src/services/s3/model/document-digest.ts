import { createHash } from 'node:crypto';
import { badMd5, invalidDigest } from '../errors.ts';
import { checkSame, checksumAlgorithm, startDigest } from './checksums.ts';

/**
 * Holds a document (rules, a policy, keys to delete) against what its request's headers say of it. Throws
 * BadDigest where they differ.
 */
export function checkDocument(
  operation: string,
  header: (name: string) => string | undefined,
  bytes: Uint8Array,
): void {
  const md5 = header('content-md5');
  if (md5 !== undefined) {
    if (Buffer.from(md5, 'base64').length !== 16) throw invalidDigest();
    if (createHash('md5').update(bytes).digest('base64') !== md5) throw badMd5();
  }
  // There they speak of the object that the parts make, not of the list of the parts.
  if (operation === 'CompleteMultipartUpload') return;
  for (const name of ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256', 'sha512', 'md5']) {
    const said = header(`x-amz-checksum-${name}`);
    const algorithm = said === undefined ? undefined : checksumAlgorithm(name);
    if (algorithm === undefined) continue;
    const digest = startDigest(algorithm);
    digest.update(bytes);
    checkSame(algorithm, said, digest.digest());
  }
}
