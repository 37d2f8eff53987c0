export type Fault = 'client' | 'server';

export interface AwsErrorDetails {
  /** HTTP status; 400 for a client's fault and 500 for a server's unless told. */
  readonly httpStatus?: number;
  readonly fault?: Fault;
  /** Members of the error shape beside `message`, e.g. `resourceIds` of ConflictException. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Headers of the answer, where a protocol has some for errors. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/**
 * An error that an AWS client may see, in AWS's own words: `code` is the exception's shape name
 * (`ClusterNotFoundException`), `message` the literal text. Made only in a service's `errors.ts` and in
 * `protocol-errors.ts`.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  readonly fault: Fault;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, details: AwsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = code;
    this.code = code;
    this.fault = details.fault ?? 'client';
    this.httpStatus = details.httpStatus ?? (this.fault === 'server' ? 500 : 400);
    this.members = details.members ?? {};
    this.headers = details.headers ?? {};
  }
}
