/**
 * An answer of the gateway itself, before or beside any service. Written as AWS writes errors, so that AWS
 * clients show the message, which says what to do.
 */
export interface Refusal {
  readonly status: number;
  /** What SDKs take for the exception's name. */
  readonly type: string;
  readonly message: string;
}

export function refusalBody({ type, message }: Refusal): string {
  return JSON.stringify({ __type: type, message });
}

export const JSON_TYPE = 'application/json';

export const forbidden = (message: string): Refusal => ({
  status: 403,
  type: 'AccessDeniedException',
  message,
});

export const badRequest = (message: string): Refusal => ({
  status: 400,
  type: 'ValidationException',
  message,
});

export const notFound = (message: string): Refusal => ({
  status: 404,
  type: 'ResourceNotFoundException',
  message,
});

export const unknownPath = (method: string, path: string): Refusal => ({
  status: 404,
  type: 'UnknownOperationException',
  message:
    `Longshore has no ${method} ${path.slice(0, 200)}. AWS calls are POST / with the header X-Amz-Target: ` +
    'the endpoint URL of the client must have no path.',
});

export const tooLarge = (limit: number): Refusal => ({
  status: 413,
  type: 'RequestEntityTooLargeException',
  message: `The request body is larger than ${limit} bytes, the most that Longshore reads.`,
});
