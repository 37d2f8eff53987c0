import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/secretsmanager` makes
 * one. Texts marked (I) are inferred, not seen.
 */

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
const resourceNotFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

// Finding a secret

export const secretNotFound = (): AwsError =>
  resourceNotFound("Secrets Manager can't find the specified secret.");
export const invalidName = (): AwsError =>
  validation(
    'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
  );
export const markedForDeletion = (): AwsError =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

// Making and deleting one

export const secretExists = (name: string): AwsError =>
  new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
export const nameScheduledForDeletion = (): AwsError =>
  invalidRequest(
    "You can't create this secret because a secret with this name is already scheduled for deletion.",
  );
export const alreadyScheduled = (): AwsError =>
  invalidRequest(
    "You can't perform this operation on the secret because it was already scheduled for deletion.",
  );
export const forceAndWindow = (): AwsError =>
  invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
export const invalidWindow = (): AwsError =>
  invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');

// Values and versions

export const tokenMissing = (): AwsError =>
  invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
export const valueMissing = (): AwsError =>
  invalidRequest('You must provide either SecretString or SecretBinary.');
export const twoValues = (): AwsError =>
  invalidParameter(
    "You can't specify both a binary secret value and a string secret value in the same secret.", // (I)
  );
export const tokenInUse = (token: string, arn: string): AwsError =>
  new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );
export const valueNotFound = (kind: 'VersionId' | 'staging label', which: string): AwsError =>
  resourceNotFound(`Secrets Manager can't find the specified secret value for ${kind}: ${which}`);
export const stageMismatch = (): AwsError =>
  invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
/** What KMS says of a key, as AWS's own client of it prints it. */
const ofKms = ({ code, message }: AwsError, requestId: string): string =>
  `${message} (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`.trim();

/** The caller may not use the key; which one, and why, is not told. */
const noAccessToKms = (cause: AwsError): AwsError =>
  new AwsError('AccessDeniedException', 'Access to KMS is not allowed', { cause });

export const cannotEncrypt = (cause: AwsError, requestId: string): AwsError =>
  cause.code === 'AccessDeniedException'
    ? noAccessToKms(cause)
    : new AwsError(
        'EncryptionFailure',
        `Secrets Manager can't encrypt the secret value: ${ofKms(cause, requestId)}`, // (I), as the next
        { cause },
      );
export const cannotDecrypt = (cause: AwsError, requestId: string): AwsError =>
  cause.code === 'AccessDeniedException'
    ? noAccessToKms(cause)
    : new AwsError(
        'DecryptionFailure',
        `Secrets Manager can't decrypt the secret value: ${ofKms(cause, requestId)}`,
        { cause },
      );
export const undecipherable = (cause: unknown): AwsError =>
  new AwsError(
    'DecryptionFailure',
    "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
    { cause },
  );

// Stages

export const tooManyStages = (): AwsError =>
  new AwsError(
    'LimitExceededException',
    'You exceeded the maximum number of staging labels allowed on a secret.',
  );
export const versionNotFound = (version: string): AwsError =>
  resourceNotFound(`Secrets Manager can't find the specified secret version: ${version}`); // (I)
export const moveOrRemove = (): AwsError =>
  invalidParameter('You must specify RemoveFromVersionId, MoveToVersionId, or both.'); // (I)
export const currentCannotGo = (): AwsError =>
  invalidParameter(
    "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
  );
export const removeFromMissing = (stage: string, version: string): AwsError =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${version}, so you must explicitly reference that version in RemoveFromVersionId.`,
  );
export const removeFromOther = (stage: string): AwsError =>
  invalidParameter(
    `When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${stage}.`, // (I)
  );
export const stageNotAttached = (stage: string, version: string): AwsError =>
  invalidParameter(`Staging label ${stage} is not attached to version ${version}.`); // (I)

// Rotation

export const noRotationFunction = (): AwsError =>
  invalidRequest('No Lambda rotation function ARN is associated with this secret.');
/** Ours: there are no Lambda functions here. */
export const noRotationHook = (): AwsError =>
  invalidRequest(
    'Longshore runs no Lambda functions: start it with --rotation-hook URL, and the steps of a rotation are posted there.',
  );
export const rotationIncomplete = (): AwsError =>
  invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
export const versionInUse = (token: string): AwsError =>
  invalidParameter(`The version ${token} is already the current version of this secret.`); // (I)
export const rotationTokenInvalid = (): AwsError =>
  invalidParameter('The RotationToken does not belong to a rotation of this secret.'); // (I)
export const twoSchedules = (): AwsError =>
  invalidParameter('You cannot specify both rotation frequency and schedule expression together.');
export const rulesMissing = (): AwsError =>
  invalidParameter('RotationRules needs AutomaticallyAfterDays or ScheduleExpression.'); // (I)
export const scheduleInvalid = (): AwsError => invalidParameter('Invalid schedule expression.');
export const hoursInvalid = (): AwsError =>
  invalidParameter('Rate in hour should be least 4 and less than 24.');
export const daysInvalid = (): AwsError =>
  invalidParameter('Rate in day should be greater than 0 and less than 1000.');
export const durationInvalid = (): AwsError =>
  invalidParameter('Duration must be at least 1 hour, at most 24 hour.');
export const durationTooLong = (): AwsError =>
  invalidParameter('Duration cannot be greater than Rate in hour.');
export const pastMidnight = (): AwsError =>
  invalidParameter('Starting hour and duration must be within a day.');

// Lists

export const invalidNextToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The provided next token is invalid.'); // (I)
export const invalidFilter = (): AwsError => invalidParameter('Invalid filter key');
export const filterValuesMissing = (key: string): AwsError =>
  invalidParameter(`Invalid filter values for key: ${key}`);
export const idsAndFilters = (): AwsError =>
  invalidParameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
export const pagedIds = (): AwsError =>
  invalidParameter(
    "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
  );

// Tags

export const tooManyTags = (): AwsError =>
  invalidParameter('The request exceeds the limit of 50 tags per secret.'); // (I)
export const reservedTag = (): AwsError =>
  invalidParameter("Tag keys can't begin with aws:, which is reserved for AWS use."); // (I)
export const doubledTag = (key: string): AwsError =>
  invalidParameter(`The tag key ${key} is given more than once.`); // (I)

// Resource policies

export const malformedPolicy = (message: string): AwsError =>
  new AwsError('MalformedPolicyDocumentException', message);
export const publicPolicy = (): AwsError =>
  new AwsError(
    'PublicPolicyException',
    'The resource policy grants broad access to the secret, and BlockPublicPolicy is true.', // (I)
  );

// Passwords

export const passwordTooShort = (): AwsError =>
  invalidParameter('Password length is too short based on the required types.');
export const nothingToChooseFrom = (): AwsError =>
  invalidRequest('You excluded every character that a password could be made of.'); // (I)

// Not there yet

export const notImplemented = (what: string): AwsError =>
  invalidRequest(`${what} is not implemented by this version of Longshore.`);
