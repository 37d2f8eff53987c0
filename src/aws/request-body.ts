import type { PassingBytes } from '../kernel/bytes.ts';

/** The body of a request that is read piece by piece, once; a piece holds until the next is asked for. */
export interface RequestBody extends PassingBytes {
  /** Bytes that the headers promise; `undefined` where they do not say. */
  readonly length: number | undefined;
  /** Names of the headers that are to follow it, in lower case. */
  readonly announced: readonly string[];
  /** Headers that followed the body, in lower case; there once it has been read to its end. */
  readonly trailers: ReadonlyMap<string, string>;
}

export function isRequestBody(body: AsyncIterable<Uint8Array>): body is RequestBody {
  return 'trailers' in body && body.trailers instanceof Map;
}
