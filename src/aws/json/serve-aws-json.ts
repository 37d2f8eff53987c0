import { encodeEvents, EventStream, eventStreamType } from '../event-stream.ts';
import {
  encodeError,
  encodeSuccess,
  jsonVersion,
  readTarget,
  type HttpResponse,
  type JsonVersion,
} from './json-protocol.ts';
import { jsonCredentialRefusals, unknownOperation } from '../protocol-errors.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from '../request-context.ts';
import type { Service } from '../service.ts';
import { queryErrorHeader } from './query-compatible.ts';
import { absentText } from '../unlisted.ts';
import { parseInput } from '../validation/validate.ts';

export interface AwsJsonRequest extends AwsRequest {
  readonly body: Uint8Array | string;
}

export interface AwsJsonResponse extends HttpResponse, Outcome {
  /** In place of the body, for an output that is a stream of events. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/**
 * Answers one awsJson call, in the order in which AWS checks: target, identity, JSON, types, constraints,
 * permission, operation. Never throws; whatever a service throws becomes an answer.
 */
export async function serveAwsJson(
  services: readonly Service[],
  request: AwsJsonRequest,
): Promise<AwsJsonResponse> {
  const claimed = jsonVersion(request.headers);
  let version: JsonVersion = claimed ?? '1.1';
  let known: Outcome = {};
  let service: Service | undefined;
  try {
    const target = readTarget(request.headers);
    service = services.find(({ contract }) => contract.targetPrefix === target.prefix);
    if (claimed === undefined || request.method !== 'POST' || service === undefined) {
      throw unknownOperation(refusal(request, claimed, target.prefix));
    }
    if (!service.contract.operations.has(target.operation)) {
      throw unknownOperation(absentText(service.contract, target.operation));
    }
    const { operation } = target;
    known = { operation };
    version = claimed;
    const context = contextOf(request, jsonCredentialRefusals, service.contract);
    known = { operation, caller: callerOf(context) };
    const input = parseInput(service.contract, operation, request.body, service.validationError);
    request.authorize?.(service, operation, input, context);
    const output = await service.handle(operation, input, context);
    if (output instanceof EventStream) return { ...streamed(output, request.requestId), ...known };
    const isSilent = service.contract.operations.get(operation)?.output === 'Unit';
    return { ...encodeSuccess(isSilent ? undefined : output, request.requestId, version), ...known };
  } catch (error) {
    const answer = encodeError(error, request.requestId, version);
    const headers = { ...answer.headers, ...queryErrorHeader(service?.contract, request.headers, error) };
    return { ...answer, headers, error, ...known };
  }
}

function streamed(output: EventStream, requestId: string): AwsJsonResponse {
  const headers = { 'content-type': eventStreamType, 'x-amzn-requestid': requestId };
  return { status: 200, headers, body: '', stream: encodeEvents(output) };
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
