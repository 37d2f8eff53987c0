import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/logs` makes one.
 * Tools match on these texts: a changed word breaks a client. Texts marked (I) are inferred, not seen.
 */

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);
const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const alreadyExists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);

// Groups and streams

export const groupNotFound = (): AwsError => notFound('The specified log group does not exist.');
export const groupExists = (): AwsError => alreadyExists('The specified log group already exists');
export const reservedGroupName = (): AwsError =>
  invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
export const streamNotFound = (): AwsError => notFound('The specified log stream does not exist.');
export const streamExists = (): AwsError => alreadyExists('The specified log stream already exists');
export const metricFilterNotFound = (): AwsError => notFound('The specified metric filter does not exist.');
export const subscriptionFilterNotFound = (): AwsError =>
  notFound('The specified subscription filter does not exist.');
export const groupIsProtected = (): AwsError =>
  new AwsError(
    'ValidationException',
    'The specified log group has deletion protection enabled. Disable deletion protection and try again.',
  ); // (I)
export const groupNotNamed = (): AwsError =>
  invalidParameter('Either logGroupName or logGroupIdentifier must be specified.'); // (I)
export const groupNamedTwice = (): AwsError =>
  invalidParameter('logGroupName and logGroupIdentifier cannot both be specified.'); // (I)
export const exclusive = (one: string, other: string): AwsError =>
  invalidParameter(`${one} and ${other} are mutually exclusive parameters.`); // (I)
export const orderedByTimeWithPrefix = (): AwsError =>
  invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
export const invalidRetention = (days: number, allowed: readonly number[]): AwsError =>
  invalidParameter(
    `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
export const deliveryRetention = (): AwsError =>
  invalidParameter('Log groups of the DELIVERY class keep their events for one day.'); // (I)

// Events

export const unordered = (): AwsError =>
  invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
export const spanTooLong = (): AwsError =>
  invalidParameter(
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  );
export const batchTooLarge = (bytes: number, limit: number): AwsError =>
  invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${limit}`);
export const invalidNextToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');
export const startAfterEnd = (): AwsError => invalidParameter('startTime must be before endTime.'); // (I)
export const newestFirstTooEarly = (): AwsError =>
  invalidParameter('startFromHead can be false only when startTime is on or after 2024-01-01T00:00:00Z.'); // (I)

// Filter patterns

export const invalidTerm = (term: string): AwsError =>
  invalidParameter(`Invalid character(s) in term '${term}'`);
export const invalidPattern = (problem: string): AwsError =>
  invalidParameter(`Invalid filter pattern: ${problem}`); // (I)

// Live Tail

export const groupsByArnOnly = (): AwsError =>
  invalidParameter('logGroupIdentifiers must be ARNs of log groups.'); // (I)
export const streamsOfSeveralGroups = (): AwsError =>
  invalidParameter('Log streams can be specified only for a single log group.'); // (I)
export const groupClassUnsupported = (operation: string, logGroupClass: string): AwsError =>
  new AwsError(
    'InvalidOperationException',
    `${operation} is not supported for log groups of the class ${logGroupClass}.`,
  ); // (I)

// Tags

export const tooManyTags = (resourceName: string): AwsError =>
  new AwsError('TooManyTagsException', 'A resource can have no more than 50 tags.', {
    members: { resourceName },
  }); // (I)
/** For the operations that do not model TooManyTagsException. */
export const tooManyTagsHere = (): AwsError => invalidParameter('A resource can have no more than 50 tags.'); // (I)
export const invalidTag = (problem: string): AwsError => invalidParameter(problem); // (I)

// Not there yet

/** For what AWS takes and this version cannot carry out. */
export const unsupported = (what: string): AwsError =>
  invalidParameter(`${what} is not supported by this version of Longshore.`);

/** Uses the class that the operation's model offers, so that typed clients can catch it. */
export function notImplemented(operation: string, modelledErrors: readonly string[]): AwsError {
  const message = `${operation} is not implemented by this version of Longshore.`;
  const code = ['InvalidOperationException', 'InvalidParameterException', 'ValidationException'].find(
    (name) => modelledErrors.includes(name),
  );
  return new AwsError(code ?? 'InvalidParameterException', message);
}
