import { AwsError } from './aws-error.ts';

/**
 * Errors that AWS's request framework answers before a service sees the call. No service model lists
 * them. The texts are those of real answers.
 */

/** The body is no JSON, or a value has the wrong JSON type. */
export function serializationError(message: string, cause?: unknown): AwsError {
  return new AwsError('SerializationException', message, { cause });
}

/** The target header is missing or names nothing that this endpoint serves. */
export function unknownOperation(message: string): AwsError {
  return new AwsError('UnknownOperationException', message);
}

/** The Authorization header speaks of SigV4 but lacks parts of it. */
export function incompleteSignature(message: string): AwsError {
  return new AwsError('IncompleteSignatureException', message);
}

/** There is an Authorization header, but of a scheme that AWS does not read. */
export function missingAuthenticationToken(): AwsError {
  return new AwsError('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
}

/**
 * What a client sees of a defect in Longshore. The cause goes to the log, never into the answer. Class
 * and text are those of Amazon ECS, and SDKs retry it as they would there.
 */
export function serverError(cause: unknown): AwsError {
  return new AwsError('ServerException', 'Service Unavailable. Please try again later.', {
    fault: 'server',
    cause,
  });
}
