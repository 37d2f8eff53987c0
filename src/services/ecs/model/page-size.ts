import { invalidParameter } from '../errors.ts';

/** A `maxResults` that a list operation takes: 1 to `limit`. */
export function pageSize(maxResults: number | undefined, limit: number): number | undefined {
  if (maxResults !== undefined && (maxResults < 1 || maxResults > limit)) {
    throw invalidParameter(`maxResults must be between 1 and ${limit}.`);
  }
  return maxResults;
}
