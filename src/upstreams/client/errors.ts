import { AwsError } from '../../aws/aws-error.ts';
import type { ServiceContract } from '../../aws/contract/contract.ts';
import { messageOf } from '../../kernel/errors.ts';
import { upstreamFailed } from '../refusal.ts';
import { UpstreamError } from '../connections.ts';
import type { AnsweredError } from './codec.ts';

/*
 * What an upstream answered, and why it did not; nobody else in `src/upstreams` makes an AwsError.
 */

/** The upstream's own error, by the name that its model has for what the wire says. */
export function answeredError(
  { code, message }: AnsweredError,
  status: number,
  contract?: ServiceContract,
): AwsError {
  const fault = status >= 500 ? 'server' : 'client';
  const details = { httpStatus: status, fault } as const;
  if (code === undefined) return new AwsError('ServiceUnavailable', `HTTP ${status}: ${message}`, details);
  return new AwsError(modelledName(code, contract) ?? code, message, details);
}

export function unreachableUpstream(service: string, url: URL, error: unknown): AwsError {
  const isSlow = error instanceof UpstreamError && error.isSlow;
  const { status, message } = upstreamFailed(service, url, messageOf(error), isSlow);
  return new AwsError('ServiceUnavailable', message, { httpStatus: status, fault: 'server', cause: error });
}

/** What was answered is not of the protocol: the URL is none of the service's. */
export const unreadableAnswer = (service: string, problem: string): AwsError =>
  new AwsError(
    'ServiceUnavailable',
    `The upstream of ${service} gave an answer that cannot be read: ${problem}`,
    {
      fault: 'server',
    },
  );

export const invalidInput = (message: string): AwsError => new AwsError('ValidationException', message);

export const unspoken = (service: string, protocol: string): AwsError =>
  new AwsError('ServiceUnavailable', `Longshore itself cannot call ${service}, which speaks ${protocol}.`, {
    fault: 'server',
  });

/** What DescribeLogGroups tells by an empty list. */
export const logGroupMissing = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');

/** Of one entry of PutEvents, whose call as a whole went well. */
export const eventRefused = (code: string, message: string): AwsError =>
  new AwsError(code, message, { fault: code === 'InternalFailure' ? 'server' : 'client' });

function modelledName(code: string, contract: ServiceContract | undefined): string | undefined {
  const errors = contract?.errors;
  return errors?.has(code) ? code : errors?.names().find((name) => errors.get(name)?.code === code);
}
