import { AwsError } from '../../../aws/aws-error.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { DeadlineError, withDeadline } from '../../../kernel/deadline.ts';
import type { Ids } from '../../../kernel/ids.ts';
import { goTime } from '../go-time.ts';
import type { EndpointRequest, EndpointAnswer } from '../handler.ts';
import { json, methodNotAllowed } from '../responses.ts';
import type { TaskDirectory } from '../task-directory.ts';
import { type ParsedProtection, parseProtection } from './protection-body.ts';
import type { ProtectionAnswer, TaskProtection } from './task-protection.ts';

export interface ProtectionParts {
  readonly directory: TaskDirectory;
  readonly protection: TaskProtection;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** How long the agent waits for ECS. */
const longestCallMs = 4000;

/** `/api/ID/task-protection/v1/state`: GET asks, PUT changes; with the agent's texts. */
export async function answerProtection(
  parts: ProtectionParts,
  id: string,
  { method, body }: EndpointRequest,
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  if (method !== 'GET' && method !== 'PUT') return methodNotAllowed();
  const parsed: ParsedProtection | undefined = method === 'PUT' ? parseProtection(body) : undefined;
  if (parsed?.kind === 'undecodable') {
    return failure(400, 'InvalidParameterException', 'UpdateTaskProtection: failed to decode request');
  }
  const task = parts.directory.container(id)?.task;
  if (task === undefined) {
    return failure(404, 'ResourceNotFoundException', 'Failed to find a task for the request');
  }
  const { arn } = task;
  if (parsed?.kind === 'incomplete') {
    const text = "Invalid request: does not contain 'ProtectionEnabled' field";
    return failure(400, 'InvalidParameterException', text, { arn });
  }
  if (task.roles?.task === undefined) {
    const text = 'Invalid Request: no task IAM role credentials available for task';
    return failure(403, 'AccessDeniedException', text, { arn });
  }
  const { protection, clock, ids } = parts;
  try {
    const answer = await withDeadline(clock, longestCallMs, signal, (inner) =>
      parsed === undefined ? protection.get(arn, inner) : protection.update(arn, parsed.request, inner),
    );
    return json(200, documentOf(answer));
  } catch (error) {
    if (error instanceof DeadlineError) {
      return failure(504, 'RequestCanceled', 'Timed out calling ECS Task Protection API', { arn });
    }
    if (error instanceof AwsError) {
      return failure(error.httpStatus, error.code, error.message, { arn, requestId: ids.uuid() });
    }
    return failure(500, 'ServerException', 'Unexpected error occurred', { arn });
  }
}

/** A failure that ECS tells of a task is an answer like any other. */
function documentOf(answer: ProtectionAnswer): unknown {
  if (answer.kind === 'failure') {
    return { failure: { Arn: answer.arn, Detail: answer.detail ?? null, Reason: answer.reason } };
  }
  const { expiresAt, enabled, taskArn } = answer;
  const ExpirationDate = expiresAt === undefined ? null : goTime(expiresAt);
  return { protection: { ExpirationDate, ProtectionEnabled: enabled, TaskArn: taskArn } };
}

function failure(
  status: number,
  code: string,
  message: string,
  about: { readonly arn?: string; readonly requestId?: string } = {},
): EndpointAnswer {
  return json(status, {
    ...(about.requestId !== undefined && { requestID: about.requestId }),
    error: { ...(about.arn !== undefined && { Arn: about.arn }), Code: code, Message: message },
  });
}
