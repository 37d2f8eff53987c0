import type { FileHandle } from 'node:fs/promises';

/** A part of a file, to be streamed; closed by whoever sends it. */
export interface FileBody {
  readonly file: FileHandle;
  readonly start: number;
  readonly length: number;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | FileBody;
}

/** The codes of the OCI distribution specification that are answered here. */
export type RegistryErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'PAGINATION_NUMBER_INVALID'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'UNAUTHORIZED'
  | 'UNKNOWN'
  | 'UNSUPPORTED';

/** A refusal in the specification's JSON form. */
export function refusal(
  status: number,
  code: RegistryErrorCode,
  message: string,
  headers: Answer['headers'] = {},
): Answer {
  const body = JSON.stringify({ errors: [{ code, message, detail: {} }] });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

export function json(value: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export const invalidDigest = (digest: string): Answer =>
  refusal(
    400,
    'DIGEST_INVALID',
    `the digest ${digest.slice(0, 200)} is invalid: sha256 and sha512 are supported`,
  );
