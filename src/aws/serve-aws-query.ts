import { identify } from './identity.ts';
import type { HttpResponse } from './json-protocol.ts';
import { invalidAction, missingAction, queryCredentialRefusals } from './protocol-errors.ts';
import { encodeQueryError, encodeQuerySuccess } from './query-protocol.ts';
import { readQuery } from './query-reader.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from './request-context.ts';
import type { Service } from './service.ts';
import { checkInput } from './validate.ts';

export interface AwsQueryRequest extends AwsRequest {
  /** Of a form; a GET has its parameters in the query. */
  readonly body: Uint8Array | string;
}

/**
 * Answers one awsQuery call, in the order in which AWS checks: action, identity, types, constraints,
 * operation. Never throws; whatever a service throws becomes an answer.
 */
export async function serveAwsQuery(
  services: readonly Service[],
  request: AwsQueryRequest,
): Promise<HttpResponse & Outcome> {
  const { requestId } = request;
  let known: Outcome = {};
  let service: Service | undefined;
  try {
    const parameters = request.method === 'GET' ? request.query : readForm(request.body);
    const action = parameters.get('Action');
    if (action === null || action === '') throw missingAction();
    const version = parameters.get('Version') ?? undefined;
    service = serviceOf(services, request, action, version);
    if (service === undefined) throw invalidAction(action, version);
    const { contract } = service;
    const operation = contract.operations.get(action);
    if (operation === undefined || (version !== undefined && version !== contract.apiVersion)) {
      throw invalidAction(action, version);
    }
    known = { operation: action };
    const context = contextOf(request, queryCredentialRefusals);
    known = { operation: action, caller: callerOf(context) };
    const value = readQuery(contract, operation.input, parameters);
    const input = checkInput(contract, action, value, service.validationError);
    const output = await service.handle(action, input, context);
    return { ...encodeQuerySuccess(contract, action, output, requestId), ...known };
  } catch (error) {
    return { ...encodeQueryError(service?.contract, error, requestId), error, ...known };
  }
}

function readForm(body: Uint8Array | string): URLSearchParams {
  return new URLSearchParams(
    typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(),
  );
}

/** The service that the signature names; without one, the service that has the action in that version. */
function serviceOf(
  services: readonly Service[],
  { headers, query, defaults }: AwsRequest,
  action: string,
  version: string | undefined,
): Service | undefined {
  const candidates = services.filter(({ contract }) => contract.protocol === 'awsQuery');
  const signed = identify(headers, query, defaults).service;
  if (signed !== undefined) return candidates.find(({ contract }) => contract.signingName === signed);
  return candidates.find(
    ({ contract }) =>
      contract.operations.has(action) && (version === undefined || version === contract.apiVersion),
  );
}
