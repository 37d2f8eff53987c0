import { AwsError } from '../aws-error.ts';
import { ec2SignatureRefusals } from '../sigv4/refusals.ts';

/**
 * Errors that Amazon EC2's front answers before an operation sees the call, in EC2's words. Texts marked (I)
 * are inferred, not seen; those marked (L) are Longshore's own, where AWS has no such case.
 */

export const invalidEc2Action = (action: string): AwsError =>
  new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`);

/** AWS has the operation. */
export const operationNotHere = (action: string): AwsError =>
  new AwsError('UnsupportedOperation', `${action} is not implemented by this version of Longshore.`); // (L)

export const noSuchVersion = (version: string): AwsError =>
  new AwsError('NoSuchVersion', `The requested version (${version}) of service AmazonEC2 does not exist`);

export const missingParameter = (parameter: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`);

export const unknownParameter = (parameter: string): AwsError =>
  new AwsError('UnknownParameter', `The parameter ${parameter} is not recognized`);

/** `why` is a whole sentence. EC2 writes names of parameters with a small letter here, and only here. */
export function invalidEc2Value(value: string, parameter: string, why?: string): AwsError {
  const name = parameter.charAt(0).toLowerCase() + parameter.slice(1);
  const sentence = why === undefined ? '' : ` ${why}`;
  return new AwsError(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${name} is invalid.${sentence}`,
  );
}

/** EC2 has words of its own for this one. */
export const invalidInstanceType = (value: string): AwsError =>
  new AwsError('InvalidParameterValue', `Invalid value '${value}' for InstanceType.`);

export const dryRunSucceeded = (): AwsError =>
  new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', {
    httpStatus: 412,
  });

export function ec2InternalError(cause: unknown): AwsError {
  return new AwsError('InternalError', 'An internal error has occurred', { fault: 'server', cause });
}

export const ec2CredentialRefusals = {
  expired: () => new AwsError('RequestExpired', 'Request has expired.'),
  invalid: () =>
    new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', {
      httpStatus: 401,
    }),
  signature: ec2SignatureRefusals,
};
