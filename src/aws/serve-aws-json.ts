import {
  encodeError,
  encodeSuccess,
  jsonVersion,
  readTarget,
  type HttpResponse,
  type JsonVersion,
} from './json-protocol.ts';
import { jsonCredentialRefusals, unknownOperation } from './protocol-errors.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from './request-context.ts';
import type { Service } from './service.ts';
import { parseInput } from './validate.ts';

export interface AwsJsonRequest extends AwsRequest {
  readonly body: Uint8Array | string;
}

export type AwsJsonResponse = HttpResponse & Outcome;

/**
 * Answers one awsJson call, in the order in which AWS checks: target, identity, JSON, types, constraints,
 * operation. Never throws; whatever a service throws becomes an answer.
 */
export async function serveAwsJson(
  services: readonly Service[],
  request: AwsJsonRequest,
): Promise<AwsJsonResponse> {
  const claimed = jsonVersion(request.headers);
  let version: JsonVersion = claimed ?? '1.1';
  let known: Outcome = {};
  try {
    const target = readTarget(request.headers);
    const service = services.find(({ contract }) => contract.targetPrefix === target.prefix);
    if (claimed === undefined || request.method !== 'POST' || service === undefined) {
      throw unknownOperation(refusal(request, claimed, target.prefix));
    }
    if (!service.contract.operations.has(target.operation)) {
      throw unknownOperation(`${service.contract.serviceId} has no operation ${target.operation}.`);
    }
    const { operation } = target;
    known = { operation };
    version = claimed;
    const context = contextOf(request, jsonCredentialRefusals);
    known = { operation, caller: callerOf(context) };
    const input = parseInput(service.contract, operation, request.body, service.validationError);
    const output = await service.handle(operation, input, context);
    const isSilent = service.contract.operations.get(operation)?.output === 'Unit';
    return { ...encodeSuccess(isSilent ? undefined : output, request.requestId, version), ...known };
  } catch (error) {
    return { ...encodeError(error, request.requestId, version), error, ...known };
  }
}

function refusal(
  { method, headers }: AwsJsonRequest,
  claimed: JsonVersion | undefined,
  prefix: string,
): string {
  if (method !== 'POST') return `Calls are POST, not ${method}.`;
  if (claimed === undefined) {
    return `The content type must be application/x-amz-json-1.1, not ${String(headers['content-type'])}.`;
  }
  return `No service here has the target ${prefix}.`;
}
