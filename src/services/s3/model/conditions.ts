import { headerNotImplemented, noSuchKey, notModified, preconditionFailed } from '../errors.ts';
import type { ObjectRecord } from './tables.ts';

/** What a client expects of an object. Times are seconds since the epoch. */
export interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: number | undefined;
  readonly IfUnmodifiedSince?: number | undefined;
}

/** Before reading: 304 where the client has it already, 412 where it is not what was expected. */
export function checkBeforeReading(object: ObjectRecord, conditions: Conditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modified = Math.floor(object.modifiedAt / 1000);
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && modified > IfUnmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.etag)) throw notModified(object.etag, object.modifiedAt);
  } else if (IfModifiedSince !== undefined && modified <= IfModifiedSince) {
    throw notModified(object.etag, object.modifiedAt);
  }
}

/** Of the source of a copy: there is no 304. */
export function checkSource(object: ObjectRecord, conditions: Conditions): void {
  try {
    checkBeforeReading(object, conditions);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotModified')) throw error;
    throw preconditionFailed(
      conditions.IfNoneMatch === undefined
        ? 'x-amz-copy-source-If-Modified-Since'
        : 'x-amz-copy-source-If-None-Match',
    );
  }
}

/**
 * Before writing over `present`. `If-None-Match: *`, the one value that S3 takes there, writes only what is not
 * there yet.
 */
export function checkBeforeWriting(
  present: ObjectRecord | undefined,
  conditions: Conditions,
  key: string,
): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw headerNotImplemented('If-None-Match');
  if (IfNoneMatch !== undefined && present !== undefined) {
    throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (present === undefined) throw noSuchKey(key);
  if (!matches(IfMatch, present.etag)) throw preconditionFailed('If-Match');
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((given) => {
    const text = given.trim().replace(/^W\//, '');
    return text === '*' || text === etag || `"${text}"` === etag;
  });
}
