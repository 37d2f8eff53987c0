import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import {
  restJsonCredentialRefusals,
  serializationError,
  serverError,
  unknownRestOperation,
} from '../protocol-errors.ts';
import type { RequestBody } from '../request-body.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from '../request-context.ts';
import { restJsonFormat as format } from './rest-json-format.ts';
import { readRest } from './rest-reader.ts';
import type { RestRouter } from './rest-router.ts';
import { encodeRest, type RestResponse } from './rest-writer.ts';
import type { Service } from '../service.ts';
import { checkInput } from '../validation/validate.ts';

export interface RestJsonRequest extends AwsRequest {
  /** Percent-encoded, as it came. */
  readonly path: string;
  readonly body: Uint8Array;
}

/**
 * Answers one restJson1 call, in the order: operation, identity, types, constraints, permission, operation.
 * Never throws; whatever a service throws becomes an answer.
 */
export async function serveRestJson(
  service: Service,
  router: RestRouter,
  request: RestJsonRequest,
): Promise<RestResponse & Outcome> {
  const { contract } = service;
  const { method, path, query, headers, requestId } = request;
  let known: Outcome = {};
  try {
    const match = router.find({ method, path, query, headers, labels: {} });
    if (match === undefined) throw unknownRestOperation(contract.serviceId, method, path);
    const { operation } = match;
    known = { operation };
    const context = contextOf(request, restJsonCredentialRefusals, service.contract);
    known = { operation, caller: callerOf(context) };
    const body = bodyOf(request.body);
    const value = await readRest(contract, {
      format,
      match,
      query,
      headers,
      body,
      malformed: serializationError,
    });
    const input = checkInput(contract, operation, value, service.validationError);
    request.authorize?.(service, operation, input, context);
    const output = await service.handle(operation, input, context);
    return { ...withId(encodeRest(format, contract, operation, output), requestId), ...known };
  } catch (error) {
    return { ...withId(encodeError(contract, error), requestId), error, ...known };
  }
}

/** Anything but an AwsError is a defect, and answers as one without telling what it was. */
function encodeError({ errors }: ServiceContract, error: unknown): RestResponse {
  const { code, message, members, httpStatus } = error instanceof AwsError ? error : serverError(error);
  const { messageMember = 'message' } = errors.get(code) ?? {};
  return {
    status: httpStatus,
    headers: { 'content-type': format.documentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ [messageMember]: message, ...members }),
  };
}

function withId(response: RestResponse, requestId: string): RestResponse {
  return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } };
}

/** The whole body, which is here already, as one piece. */
function bodyOf(bytes: Uint8Array): RequestBody {
  return {
    length: bytes.length,
    announced: [],
    trailers: new Map(),
    async *[Symbol.asyncIterator]() {
      if (bytes.length > 0) yield bytes;
    },
  };
}
