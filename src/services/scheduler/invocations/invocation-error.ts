import { AwsError } from '../../../aws/aws-error.ts';
import { isRetriable } from '../../../aws/targets/retry-policy.ts';

/** A target has not been invoked. `code` is what a dead letter tells. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
  readonly code: string;
  readonly isRetriable: boolean;

  constructor(
    code: string,
    message: string,
    options: { readonly isRetriable: boolean; readonly cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.isRetriable = options.isRetriable;
  }
}

/** Whatever was thrown; what is nobody's answer is our own fault, which AWS words so. */
export function invocationError(error: unknown): InvocationError {
  if (error instanceof InvocationError) return error;
  if (error instanceof AwsError) {
    return new InvocationError(error.code, error.message, { isRetriable: isRetriable(error), cause: error });
  }
  const problem = error instanceof Error ? `: ${error.message}` : '';
  return new InvocationError(
    'AWS.Scheduler.InternalServerError',
    `Unexpected error occurred while processing the request${problem}`,
    { isRetriable: true, cause: error },
  );
}
