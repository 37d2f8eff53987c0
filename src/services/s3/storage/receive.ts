import { createHash } from 'node:crypto';
import { isRequestBody } from '../../../aws/request-body.ts';
import { badMd5, incompleteBody, invalidDigest, otherChecksum } from '../errors.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checkForm,
  checksumAlgorithm,
  checksumHeader,
  checkSame,
  defaultAlgorithm,
  givenChecksum,
  startDigest,
} from '../model/checksums.ts';
import type { Piece } from '../model/tables.ts';
import type { Blobs } from './blobs.ts';

/** The members of PutObject and UploadPart that speak of the body. */
export interface Upload {
  readonly Body?: AsyncIterable<Uint8Array>;
  readonly ContentMD5?: string;
  readonly ChecksumAlgorithm?: string;
}

export interface Received {
  readonly piece: Piece;
  /** Hexadecimal. */
  readonly md5: string;
  readonly checksum: Checksum;
}

const NOTHING: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: async function* () {} };

/**
 * Writes a request's body to a file of its own, and computes on the way what the client has said, or says
 * behind the body, of its digests. `expected`: the algorithm of the upload that the body is a part of.
 * Throws BadDigest where a digest differs; then nothing is left.
 */
export async function receive(blobs: Blobs, input: Upload, expected?: ChecksumAlgorithm): Promise<Received> {
  const body = input.Body ?? NOTHING;
  const given = givenChecksum({ ...input });
  const announced = isRequestBody(body) ? body.announced : [];
  const trailing = announced.find((name) => name.startsWith('x-amz-checksum-'));
  const named = trailing?.slice('x-amz-checksum-'.length) ?? input.ChecksumAlgorithm ?? expected;
  const algorithm = given?.algorithm ?? checksumAlgorithm(named) ?? defaultAlgorithm;
  if (expected !== undefined && algorithm !== expected) {
    throw otherChecksum(expected, algorithm);
  }
  if (given !== undefined) checkForm(given.algorithm, given.value);
  const wantedMd5 = md5In(input.ContentMD5);

  const md5 = createHash('md5');
  const digest = startDigest(algorithm);
  const piece = await blobs.write(body, (bytes) => {
    md5.update(bytes);
    digest.update(bytes);
  });
  try {
    if (isRequestBody(body) && body.length !== undefined && body.length !== piece.size)
      throw incompleteBody();
    const hex = md5.digest('hex');
    if (wantedMd5 !== undefined && wantedMd5 !== hex) throw badMd5();
    const value = digest.digest();
    const said =
      given?.value ?? (isRequestBody(body) ? body.trailers.get(checksumHeader(algorithm)) : undefined);
    checkSame(algorithm, said, value);
    return { piece, md5: hex, checksum: { algorithm, value, type: 'FULL_OBJECT' } };
  } catch (error) {
    await blobs.remove([piece]);
    throw error;
  }
}

function md5In(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16) throw invalidDigest();
  return bytes.toString('hex');
}
