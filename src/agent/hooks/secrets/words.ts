import { AwsError } from '../../../aws/aws-error.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { TaskRecord } from '../../model/task-record.ts';

type LaunchType = TaskRecord['request']['launchType'];

/** Why something could not be fetched; the first of a kind that fails is told in the agent's order. */
export type FetchFailure =
  | { readonly kind: 'no-role'; readonly needed: Needed }
  /** The service has refused. */
  | { readonly kind: 'registry-refused'; readonly secretId: string; readonly refusal: Refusal }
  | { readonly kind: 'secret-refused'; readonly secretId: string; readonly refusal: Refusal }
  | { readonly kind: 'parameters-refused'; readonly region: string; readonly refusal: Refusal }
  | {
      readonly kind: 'file-refused';
      readonly bucket: string;
      readonly key: string;
      readonly refusal: Refusal;
    }
  | { readonly kind: 'parameters-missing'; readonly region: string; readonly names: readonly string[] }
  /** It was had, and cannot be used; `problem` is the agent's text. */
  | { readonly kind: 'registry-unfit'; readonly problem: string }
  | { readonly kind: 'secret-unfit'; readonly problem: string }
  | { readonly kind: 'file-unfit'; readonly problem: string };

export type Needed = 'registry' | 'parameters' | 'secrets' | 'files';

export interface Refusal {
  readonly error: unknown;
  readonly requestId: string;
}

const resources = {
  registry: 'asm resource',
  parameters: 'ssm secret resource',
  secrets: 'ASM secret resource',
  files: 'environment file resource',
} as const;

/** The reason of the task: Fargate's words on Fargate, elsewhere those of the ECS agent on an instance. */
export function reasonFor(failures: readonly FetchFailure[], launchType: LaunchType): string {
  if (launchType !== 'FARGATE') return failures.map(agentWords).join(';');
  const [first] = failures;
  return first === undefined ? '' : `ResourceInitializationError: ${fargateWords(first)}`;
}

function agentWords(failure: FetchFailure): string {
  switch (failure.kind) {
    case 'no-role':
      return `${resources[failure.needed]}: unable to find execution role credentials`;
    case 'registry-refused':
      return `asm fetching secret from the service for ${failure.secretId}: ${sdkError(failure.refusal, 'Secrets Manager', 'GetSecretValue')}`;
    case 'secret-refused': {
      const { refusal, secretId } = failure;
      const text = sdkError(refusal, 'Secrets Manager', 'GetSecretValue');
      const isMissing =
        refusal.error instanceof AwsError && refusal.error.code === 'ResourceNotFoundException';
      // For any other error the agent says the same twice, and so is it here.
      return isMissing
        ? `ResourceInitializationError: The task can't retrieve the secret with ARN '${secretId}' from AWS Secrets Manager. Check that the secret ARN is correct: ${text}`
        : `${text}: ${text}`;
    }
    case 'parameters-refused':
      return `fetching secret data from SSM Parameter Store in ${failure.region}: ${sdkError(failure.refusal, 'SSM', 'GetParameters')}`;
    case 'parameters-missing':
      return `fetching secret data from SSM Parameter Store in ${failure.region}: ${invalidParameters(failure.names)}`;
    case 'file-refused':
      return `unable to download env file with key ${failure.key} from bucket ${failure.bucket}, error: ${sdkError(failure.refusal, 'S3', 'GetObject')}`;
    case 'registry-unfit':
    case 'secret-unfit':
    case 'file-unfit':
      return failure.problem;
    default:
      return failure satisfies never;
  }
}

const secretsPrefix = 'unable to pull secrets or registry auth: execution resource retrieval failed: ';
const retried = 'service call has been retried 1 time(s): ';

function fargateWords(failure: FetchFailure): string {
  switch (failure.kind) {
    case 'no-role':
      return failure.needed === 'files'
        ? 'failed to download env files: unable to find execution role credentials'
        : `${secretsPrefix}unable to find execution role credentials`;
    case 'registry-refused':
      return `${secretsPrefix}unable to get registry auth from asm: ${retried}asm fetching secret from the service for ${failure.secretId}: ${plainError(failure.refusal)}`;
    case 'registry-unfit':
      return `${secretsPrefix}unable to get registry auth from asm: ${retried}${failure.problem}`;
    case 'secret-refused':
      return `${secretsPrefix}unable to retrieve secret from asm: ${retried}failed to fetch secret ${failure.secretId} from secrets manager: ${plainError(failure.refusal)}`;
    case 'secret-unfit':
      return `${secretsPrefix}unable to retrieve secret from asm: ${retried}${failure.problem}`;
    case 'parameters-refused':
      return `${secretsPrefix}unable to retrieve secrets from ssm: ${retried}${plainError(failure.refusal)}`;
    case 'parameters-missing':
      return `${secretsPrefix}unable to retrieve secrets from ssm: ${retried}${invalidParameters(failure.names)}`;
    case 'file-refused':
      return `failed to download env files: file download command: non empty error stream: ${retried}${sdkError(failure.refusal, 'S3', 'GetObject')}`;
    case 'file-unfit':
      return `failed to download env files: ${failure.problem}`;
    default:
      return failure satisfies never;
  }
}

const invalidParameters = (names: readonly string[]): string => `invalid parameters: ${names.join(',')}`;

/** As version 2 of the Go SDK prints an error. */
export function sdkError({ error, requestId }: Refusal, service: string, operation: string): string {
  const which = `operation error ${service}: ${operation}`;
  if (!(error instanceof AwsError)) return `${which}, ${messageOf(error)}`;
  return `${which}, https response error StatusCode: ${error.httpStatus}, RequestID: ${requestId}, ${plainError({ error })}`;
}

const plainError = ({ error }: Pick<Refusal, 'error'>): string =>
  error instanceof AwsError ? `${error.code}: ${error.message}` : messageOf(error);
