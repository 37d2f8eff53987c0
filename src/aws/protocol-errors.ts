import { AwsError } from './aws-error.ts';
import { querySignatureRefusals, restJsonSignatureRefusals, s3SignatureRefusals } from './sigv4/refusals.ts';

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

// awsQuery. These names have no "Exception" in them, on the wire or off it.

/** A parameter is not of its type; "timestamp must follow ISO8601" is a text seen, the others are like it. */
export const malformedInput = (message: string): AwsError => new AwsError('MalformedInput', message);

export const missingAction = (): AwsError =>
  new AwsError('MissingAction', 'The request is missing an action or a required parameter.');

export const invalidAction = (action: string, version: string | undefined): AwsError =>
  new AwsError(
    'InvalidAction',
    `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
  );

/** (L) AWS has the action. */
export const actionNotHere = (action: string): AwsError =>
  new AwsError('InvalidAction', `${action} is not implemented by this version of Longshore.`);

export function internalFailure(cause: unknown): AwsError {
  return new AwsError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    { fault: 'server', cause },
  );
}

// Temporary credentials that have ended, as each protocol words it.

export const jsonCredentialRefusals = {
  expired: () =>
    new AwsError('ExpiredTokenException', 'The security token included in the request is expired'),
  invalid: () =>
    new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.'),
};

export const queryCredentialRefusals = {
  expired: () =>
    new AwsError('ExpiredToken', 'The security token included in the request is expired', {
      httpStatus: 403,
    }),
  invalid: () =>
    new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', {
      httpStatus: 403,
    }),
  signature: querySignatureRefusals,
};

// restXml, in the words of Amazon S3.

export const methodNotAllowed = (): AwsError =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    httpStatus: 405,
  });

export const invalidArgument = (message: string): AwsError => new AwsError('InvalidArgument', message);

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const incompleteBody = (): AwsError =>
  new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  );

export const entityTooLarge = (limit: number): AwsError =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    members: { MaxSizeAllowed: limit },
  });

export function internalError(cause: unknown): AwsError {
  return new AwsError('InternalError', 'We encountered an internal error. Please try again.', {
    fault: 'server',
    cause,
  });
}

export const presignedExpired = (end: number, now: number): AwsError =>
  new AwsError('AccessDenied', 'Request has expired', {
    httpStatus: 403,
    members: { Expires: new Date(end).toISOString(), ServerTime: new Date(now).toISOString() },
  });

export const presignedMalformed = (): AwsError =>
  new AwsError(
    'AuthorizationQueryParametersError',
    'Query-string authentication requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
  );

/** The body is not the one that was signed. */
export const payloadMismatch = (signed: string, computed: string): AwsError =>
  new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { members: { ClientComputedContentSHA256: signed, S3ComputedContentSHA256: computed } },
  );

export const restCredentialRefusals = {
  expired: () => new AwsError('ExpiredToken', 'The provided token has expired.'),
  invalid: () => new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  signature: s3SignatureRefusals,
};

// restJson1. AWS refuses credentials with 403 there, and what is nowhere with 404.

export const unknownRestOperation = (serviceId: string, method: string, path: string): AwsError =>
  new AwsError('UnknownOperationException', `${serviceId} has no ${method} ${path.slice(0, 200)}.`, {
    httpStatus: 404,
  });

export const restJsonCredentialRefusals = {
  expired: () =>
    new AwsError('ExpiredTokenException', 'The security token included in the request is expired', {
      httpStatus: 403,
    }),
  invalid: () =>
    new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', {
      httpStatus: 403,
    }),
  signature: restJsonSignatureRefusals,
};

// Calls that services make of one another.

/** (I) */
export const cannotAssumeRole = (roleArn: string, service: string): AwsError =>
  new AwsError('AccessDeniedException', `${service} is not authorized to assume the role ${roleArn}`);
