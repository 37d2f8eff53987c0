import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/ecs` makes one.
 * Tools match on these texts: a changed word breaks a client. Texts marked (I) are inferred, not seen.
 */

export const clientError = (message: string): AwsError => new AwsError('ClientException', message);
export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
export const unsupportedFeature = (message: string): AwsError =>
  new AwsError('UnsupportedFeatureException', message);

// Clusters

export const clusterNotFound = (): AwsError => new AwsError('ClusterNotFoundException', 'Cluster not found.');

// Task definitions. The texts that refuse a registration stand with their rules in `model/task-definition`.

export const undescribableTaskDefinition = (): AwsError => clientError('Unable to describe task definition.');
export const missingRevision = (): AwsError => clientError('Revision is missing.'); // (I)
export const invalidRevisionNumber = (number: string): AwsError =>
  invalidParameter(`Invalid revision number. Number: ${number}`); // (I)
export const invalidRegionInArn = (): AwsError => invalidParameter('Invalid Region in ARN');

// Tasks

// Tags

// Not there yet

/** Uses the class that the operation's model offers, so that typed clients can catch it. */
export function notImplemented(operation: string, modelledErrors: readonly string[]): AwsError {
  const message = `${operation} is not implemented by this version of Longshore.`;
  return modelledErrors.includes('UnsupportedFeatureException')
    ? unsupportedFeature(message)
    : clientError(message);
}
