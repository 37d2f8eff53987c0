import { presignedExpired, presignedMalformed } from './protocol-errors.ts';
import { readAmzTime } from './sigv4/amz-time.ts';

/** Longest that a presigned request of SigV4 may last, in seconds. */
const A_WEEK = 604_800;

/**
 * Refuses a presigned request that has ended: by `X-Amz-Date` and `X-Amz-Expires` of SigV4, by `Expires` of
 * SigV2. What is not presigned passes.
 */
export function refuseExpired(query: URLSearchParams, now: number): void {
  if (query.has('X-Amz-Credential')) {
    const lasts = query.get('X-Amz-Expires') ?? '';
    const began = readAmzTime(query.get('X-Amz-Date') ?? '');
    if (!/^\d{1,7}$/.test(lasts) || Number(lasts) > A_WEEK || began === undefined) throw presignedMalformed();
    const end = began + Number(lasts) * 1000;
    if (end < now) throw presignedExpired(end, now);
  } else if (query.has('AWSAccessKeyId') && query.has('Signature')) {
    const end = query.get('Expires') ?? '';
    if (!/^\d{1,12}$/.test(end)) throw presignedMalformed();
    if (Number(end) * 1000 < now) throw presignedExpired(Number(end) * 1000, now);
  }
}
