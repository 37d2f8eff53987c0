import { AwsError } from '../../aws/aws-error.ts';
import { schedulerContract } from '../../aws/contract/scheduler.gen.ts';
import type { SchedulerErrorName } from '../../aws/contract/scheduler.types.gen.ts';
import { type UpstreamTargetService, upstreamMissing } from '../../aws/targets/target-upstreams.ts';

/*
 * Every error of the service, in AWS's own class and words; nobody else in `services/scheduler` makes one.
 * Texts marked (I) are inferred, not seen.
 */

const error = (name: SchedulerErrorName, message: string): AwsError =>
  new AwsError(name, message, { httpStatus: schedulerContract.errors.get(name)?.status ?? 400 });
export const validation = (message: string): AwsError => error('ValidationException', message);
const conflict = (message: string): AwsError => error('ConflictException', message);
const notFound = (message: string): AwsError => error('ResourceNotFoundException', message);
export const invalidToken = (): AwsError => validation('Invalid NextToken.'); // (I)
export const tokenReused = (token: string): AwsError =>
  conflict(`ClientToken ${token} was used before with other parameters.`); // (I)

// Schedules

export const scheduleExists = (name: string): AwsError => conflict(`Schedule ${name} already exists.`);
export const scheduleNotFound = (name: string): AwsError => notFound(`Schedule ${name} does not exist.`);
export const invalidExpression = (expression: string): AwsError =>
  validation(`Invalid Schedule Expression ${expression}.`);
export const invalidTimezone = (name: string): AwsError =>
  validation(`Invalid ScheduleExpressionTimezone ${name}.`); // (I)
export const startTooEarly = (): AwsError =>
  validation('The StartDate you specify cannot be earlier than 5 minutes ago.');
export const endTooEarly = (): AwsError => validation('The EndDate you specify cannot be in the past.'); // (I)
export const endBeforeStart = (): AwsError =>
  validation('The StartDate you specify must be earlier than the EndDate.'); // (I)
export const windowMissing = (): AwsError =>
  validation('MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE.'); // (I)
export const windowUnwanted = (): AwsError =>
  validation('MaximumWindowInMinutes must not be provided when FlexibleTimeWindow Mode is OFF.'); // (I)

// Targets

export const malformedTargetArn = (arn: string): AwsError =>
  validation(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`); // (I)
export const unsupportedService = (service: string): AwsError =>
  validation(`${service} is not a supported service for a target.`);
export const unsupportedApi = (api: string): AwsError => validation(`${api} API is not supported.`);
export const unimplementedTarget = (service: string): AwsError =>
  validation(`Targets of ${service} are not implemented by this version of Longshore.`);
export const noUpstream = (service: UpstreamTargetService): AwsError => validation(upstreamMissing(service));
export const inputRequired = (): AwsError =>
  validation('You must provide an input to set this target for your schedule.');
export const invalidInput = (): AwsError => validation('The Input of the target must be a JSON object.'); // (I)
export const parametersRequired = (member: string): AwsError =>
  validation(`${member} must be provided for this target.`); // (I)
export const parametersUnwanted = (member: string): AwsError =>
  validation(`${member} must not be provided for this target.`); // (I)
export const sourceByPath = (): AwsError =>
  validation('A Source that is a JSON path is not implemented by this version of Longshore.');
export const fifoNeedsGroup = (): AwsError =>
  validation('SqsParameters with a MessageGroupId must be provided for a FIFO queue.'); // (I)

// Groups

export const groupExists = (name: string): AwsError => conflict(`Schedule group ${name} already exists.`);
export const groupNotFound = (name: string): AwsError => notFound(`Schedule group ${name} does not exist.`);
export const groupDeleting = (name: string): AwsError => conflict(`Schedule group ${name} is being deleted.`); // (I)
export const defaultGroupStays = (): AwsError => validation('The default schedule group cannot be deleted.'); // (I)
export const tooManyTags = (): AwsError =>
  error('ServiceQuotaExceededException', 'The number of tags exceeds the limit of 50.'); // (I)
export const malformedGroupArn = (arn: string): AwsError =>
  validation(`${arn} is no ARN of this account and region.`); // (I)
