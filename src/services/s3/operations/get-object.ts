import type { GetObjectOutput, GetObjectRequest } from '../../../aws/contract/s3.types.gen.ts';
import { invalidObjectState, invalidPartNumber } from '../errors.ts';
import { isArchived } from '../model/archive.ts';
import { findBucket } from '../model/buckets.ts';
import { checkBeforeReading } from '../model/conditions.ts';
import { checkReadable } from '../model/encryption.ts';
import { describeObject } from '../model/objects.ts';
import { type ByteRange, readRange } from '../model/range.ts';
import type { ObjectRecord } from '../model/tables.ts';
import { findObject } from '../model/versions.ts';
import { refuseUnsupported } from '../model/unsupported.ts';
import type { S3Call, S3Operation } from '../operation.ts';

export const getObject: S3Operation<'GetObject'> = (input, call) => {
  const { object, range, answer } = look(input, call);
  if (isArchived(object, call.now())) throw invalidObjectState(object.storageClass);
  checkReadable(call, object);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  return { ...answer, Body: bytesOf(call, object, start, end) };
};

/** Everything but the bytes. */
export const headObject: S3Operation<'HeadObject'> = (input, call) => look(input, call).answer;

function look(
  input: GetObjectRequest,
  call: S3Call,
): {
  readonly object: ObjectRecord;
  readonly range: ByteRange | undefined;
  readonly answer: GetObjectOutput;
} {
  refuseUnsupported(input);
  const bucket = findBucket(call, input);
  const object = findObject(call, input);
  checkBeforeReading(object, input);
  const range =
    input.PartNumber === undefined ? readRange(input.Range, object.size) : partOf(object, input.PartNumber);
  const described = describeObject(bucket, object, input.ChecksumMode === 'ENABLED' && range === undefined);
  const answer: GetObjectOutput = {
    ...described,
    ...(range && {
      ContentLength: range.end - range.start + 1,
      ContentRange: `bytes ${range.start}-${range.end}/${object.size}`,
    }),
    ...(input.PartNumber !== undefined && object.isMultipart && { PartsCount: object.pieces.length }),
    ...overridden(input),
  };
  return { object, range, answer };
}

/** An object that was put whole is its own first part. */
function partOf({ pieces, size }: ObjectRecord, number: number): ByteRange | undefined {
  const piece = pieces[number - 1];
  if (piece === undefined) throw invalidPartNumber();
  if (size === 0) return undefined;
  const start = pieces.slice(0, number - 1).reduce((sum, before) => sum + before.size, 0);
  return { start, end: start + piece.size - 1 };
}

/** Headers that a request asks to be answered instead of the object's. */
function overridden(input: GetObjectRequest): Partial<GetObjectOutput> {
  const { ResponseCacheControl, ResponseContentDisposition, ResponseContentEncoding } = input;
  const { ResponseContentLanguage, ResponseContentType, ResponseExpires } = input;
  return {
    ...(ResponseCacheControl !== undefined && { CacheControl: ResponseCacheControl }),
    ...(ResponseContentDisposition !== undefined && { ContentDisposition: ResponseContentDisposition }),
    ...(ResponseContentEncoding !== undefined && { ContentEncoding: ResponseContentEncoding }),
    ...(ResponseContentLanguage !== undefined && { ContentLanguage: ResponseContentLanguage }),
    ...(ResponseContentType !== undefined && { ContentType: ResponseContentType }),
    ...(ResponseExpires !== undefined && { Expires: ResponseExpires }),
  };
}

/** The files stay until the last byte is read, even where the object is replaced or deleted meanwhile. */
export function bytesOf(
  { blobs }: Pick<S3Call, 'blobs'>,
  { pieces }: Pick<ObjectRecord, 'pieces'>,
  start: number,
  end: number,
): AsyncIterable<Uint8Array> {
  // Now, and not with the first piece: that is asked for after this call has returned.
  const held = blobs.hold(...pieces.map(({ blob }) => blob));
  const bytes = blobs.read(pieces, start, end);
  const release = (): void => held[Symbol.dispose]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          const step = await bytes.next();
          if (step.done === true) release();
          return step;
        } catch (error) {
          release();
          throw error;
        }
      },
      async return() {
        release();
        return await bytes.return();
      },
    }),
  };
}
