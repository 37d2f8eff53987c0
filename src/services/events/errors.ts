import { AwsError } from '../../aws/aws-error.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/events` makes one.
 * Texts marked (I) are inferred, not seen.
 */

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const alreadyExists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);
export const limitExceeded = (): AwsError =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
export const invalidToken = (): AwsError => validation('Invalid nextToken.'); // (I)

/** Uses a class that the operation's model offers where there is a fitting one. */
export function notImplemented(operation: string, modelledErrors: readonly string[]): AwsError {
  const code = modelledErrors.includes('OperationDisabledException')
    ? 'OperationDisabledException'
    : 'ValidationException';
  return new AwsError(code, `${operation} is not implemented by this version of Longshore.`);
}

// Event buses

export const busNotFound = (bus: string): AwsError => notFound(`Event bus ${bus} does not exist.`);
export const busExists = (bus: string): AwsError => alreadyExists(`Event bus ${bus} already exists.`);
export const undeletableBus = (): AwsError => validation('Cannot delete event bus default.');
export const busHasRules = (bus: string): AwsError =>
  validation(`Cannot delete event bus ${bus}: it still has rules.`); // (I)
export const slashInBusName = (): AwsError => validation("Event bus name must not contain '/'.");
export const eventSourceNotFound = (name: string): AwsError =>
  notFound(`Event source ${name} does not exist.`);
export const policyTooLong = (): AwsError =>
  new AwsError(
    'PolicyLengthExceededException',
    'The event bus policy is too long. It must be at most 10240 bytes.',
  ); // (I)
export const noPolicy = (): AwsError => notFound('EventBus does not have a policy.');
export const noStatement = (): AwsError => notFound('Statement with the provided id does not exist.');
export const malformedPolicy = (reason: string): AwsError =>
  validation(`This policy contains invalid Json: ${reason}`); // (I)

// Rules

export const ruleNotFound = (rule: string, bus: string): AwsError =>
  notFound(`Rule ${rule} does not exist on EventBus ${bus}.`);
export const neitherPatternNorSchedule = (): AwsError =>
  validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
export const invalidSchedule = (): AwsError => validation('Parameter ScheduleExpression is not valid.');
export const scheduleOnOtherBus = (): AwsError =>
  validation('ScheduleExpression is supported only on the default event bus.');
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
export const ruleHasTargets = (): AwsError => validation("Rule can't be deleted since it has targets.");

// Targets

export const malformedTargetArn = (arn: string): AwsError =>
  validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
export const roleRequired = (arn: string): AwsError => validation(`RoleArn is required for target ${arn}.`);
export const ecsParametersRequired = (arn: string): AwsError =>
  validation(`Parameter EcsParameters is required for target ${arn}.`); // (I)
export const sqsParametersRequired = (id: string): AwsError =>
  validation(`Parameter(s) SqsParameters must be specified for target: ${id}.`);
export const unwantedTargetMember = (member: string, id: string): AwsError =>
  validation(`Parameter ${member} is not valid for target ${id}.`);
export const unsupportedTargetService = (service: string): AwsError =>
  validation(`${service} is not a supported service for a target.`);
export const invalidTargetMember = (member: string, id: string, reason: string): AwsError =>
  validation(`Invalid ${member} for target ${id} : [${reason}.]`);
export const unknownApiDestination = (arn: string): AwsError =>
  validation(`API destination ${arn} does not exist.`); // (I)

// Archives and replays

export const archiveExists = (name: string): AwsError => alreadyExists(`Archive ${name} already exists.`);
export const archiveNotFound = (name: string): AwsError => notFound(`Archive ${name} does not exist.`);
export const replayExists = (name: string): AwsError => alreadyExists(`Replay ${name} already exists.`);
export const replayNotFound = (name: string): AwsError => notFound(`Replay ${name} does not exist.`);
export const replayIsOver = (name: string): AwsError =>
  new AwsError('IllegalStatusException', `Replay ${name} is not in a valid state for this operation.`);
export const oneFilterOnly = (operation: string): AwsError =>
  validation(
    `At most one filter is allowed for ${operation}. Use either : State, EventSourceArn, or NamePrefix.`,
  );
export const replayToNoBus = (): AwsError =>
  validation('Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.');
export const replayToOtherBus = (): AwsError =>
  validation('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
export const replayOfNothing = (archive: string): AwsError =>
  validation(`Parameter EventSourceArn is not valid. Reason: Archive ${archive} does not exist.`);
export const replayBackwards = (): AwsError =>
  validation('Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.');

// Events

export const entriesTooLarge = (): AwsError =>
  validation('Total size of the entries in the request is over the limit.');
export const endpointsUnsupported = (): AwsError =>
  validation('Global endpoints (EndpointId) are not implemented by this version of Longshore.');
export const invalidTestEvent = (reason: string): AwsError =>
  validation(`Parameter Event is not valid. Reason: ${reason}`); // (I)

// Tags

export const malformedResourceArn = (arn: string): AwsError =>
  validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
export const tooManyTags = (): AwsError => validation('The number of tags exceeds the limit of 50.'); // (I)

// Connections and API destinations

export const connectionExists = (name: string): AwsError =>
  alreadyExists(`Connection ${name} already exists.`);
export const connectionNotFound = (verb: string, name: string): AwsError =>
  notFound(`Failed to ${verb} the connection(s). Connection '${name}' does not exist.`);
export const unknownConnection = (arn: string): AwsError => notFound(`Connection '${arn}' does not exist.`);
export const authParametersMissing = (type: string): AwsError =>
  validation(`Parameter AuthParameters is not valid. Reason: it has nothing for ${type}.`); // (I)
export const connectivityUnsupported = (): AwsError =>
  validation(
    'Private connectivity (ConnectivityParameters) is not implemented by this version of Longshore.',
  );
export const apiDestinationExists = (name: string): AwsError =>
  alreadyExists(`An api-destination '${name}' already exists.`);
export const apiDestinationNotFound = (verb: string, name: string): AwsError =>
  notFound(`Failed to ${verb} the api-destination(s). An api-destination '${name}' does not exist.`);
export const invalidEndpoint = (endpoint: string): AwsError =>
  validation(`Parameter InvocationEndpoint is not valid. Reason: ${endpoint} is no HTTP URL.`); // (I)
