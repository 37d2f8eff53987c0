import { AwsError } from '../../aws/aws-error.ts';
import { stsContract } from '../../aws/contract/sts.gen.ts';
import type { StsErrorName } from '../../aws/contract/sts.types.gen.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/sts` makes one. Texts
 * marked (I) are inferred, not seen; those marked (L) are Longshore's own, where AWS has no such case.
 */

const modelled = (name: StsErrorName, message: string): AwsError =>
  new AwsError(name, message, { httpStatus: stsContract.errors.get(name)?.status ?? 400 });

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);
export const accessDenied = (message: string): AwsError =>
  new AwsError('AccessDenied', message, { httpStatus: 403 });

export const invalidArn = (arn: string): AwsError => validationError(`${arn} is invalid`);
export const notARole = (): AwsError => validationError('Request ARN is invalid');
export const beyondMaximum = (): AwsError =>
  validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
export const beyondChaining = (): AwsError =>
  validationError(
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  );
export const duplicateTags = (): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  );
export const transitiveConflict = (): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  );
export const unknownTransitiveKey = (): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    'The specified transitive tag key must be included in the requested tags.',
  );
export const otherSourceIdentity = (): AwsError =>
  accessDenied('The source identity of a session cannot be changed.'); // (I)
export const malformedPolicy = (message: string): AwsError =>
  modelled('MalformedPolicyDocumentException', message);
export const notWithSession = (operation: string): AwsError =>
  accessDenied(`Cannot call ${operation} with session credentials`);

export const notAToken = (): AwsError =>
  modelled(
    'InvalidIdentityTokenException',
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
export const tokenExpired = (now: number, expiry: number): AwsError =>
  modelled(
    'ExpiredTokenException',
    `Token expired: current date/time ${now} must be before the expiration date/time ${expiry}`,
  );
export const missingClaim = (claim: string): AwsError =>
  modelled('InvalidIdentityTokenException', `Missing a required claim: ${claim}`);
export const invalidAssertion = (): AwsError =>
  modelled('InvalidIdentityTokenException', 'Invalid base64 SAMLResponse'); // (I)
export const samlExpired = (): AwsError =>
  modelled('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance');
export const missingSamlAttribute = (name: string): AwsError =>
  modelled('InvalidIdentityTokenException', `${name} is required in AuthnResponse`);
export const notYourAssertion = (): AwsError =>
  modelled('InvalidIdentityTokenException', 'Not authorized to perform sts:AssumeRoleWithSAML'); // (I)

/** (L) */
export const undecodable = (): AwsError =>
  modelled(
    'InvalidAuthorizationMessageException',
    'Longshore encodes no authorization messages, so this is none of its own.',
  );
/** (L) */
export const unsupportedMember = (member: string): AwsError =>
  validationError(`${member} is not implemented by this version of Longshore.`);
/** (L) */
export const notImplemented = (operation: string): AwsError =>
  accessDenied(`${operation} is not implemented by this version of Longshore.`);
