import type { Protocol } from '../contract/contract.ts';
import { identify } from '../identity.ts';
import type { HttpResponse } from '../json/json-protocol.ts';
import { missingAction } from '../protocol-errors.ts';
import { dialectOf } from './query-dialect.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from '../request-context.ts';
import type { Service } from '../service.ts';
import { checkInput } from '../validation/validate.ts';

export interface AwsQueryRequest extends AwsRequest {
  /** Of a form; a GET has its parameters in the query, a POST may. */
  readonly body: Uint8Array | string;
}

/**
 * Answers one call of awsQuery or ec2Query, in the order in which AWS checks: action, identity, types, constraints,
 * permission, operation. Never throws; whatever a service throws becomes an answer.
 */
export async function serveAwsQuery(
  services: readonly Service[],
  request: AwsQueryRequest,
): Promise<HttpResponse & Outcome> {
  const { requestId } = request;
  let known: Outcome = {};
  let service: Service | undefined;
  try {
    const parameters = parametersOf(request);
    const action = parameters.get('Action');
    if (action === null || action === '') throw missingAction();
    const version = parameters.get('Version') ?? undefined;
    service = serviceOf(services, request, action, version);
    const dialect = dialectOf(service?.contract);
    const operation = service?.contract.operations.get(action);
    if (service === undefined || operation === undefined || !isOfVersion(service, version)) {
      throw dialect.invalidAction(service?.contract, action, version);
    }
    const { contract } = service;
    known = { operation: action };
    const asked = UNSIGNED.has(action) ? withoutSignature(request) : request;
    const context = contextOf(asked, dialect.credentialRefusals, service.contract);
    known = { operation: action, caller: callerOf(context) };
    const value = dialect.read(contract, operation.input, parameters);
    const input = checkInput(contract, action, value, service.validationError);
    request.authorize?.(service, action, input, context);
    const output = await service.handle(action, input, context);
    return { ...dialect.success(contract, action, output, requestId), ...known };
  } catch (error) {
    return { ...dialectOf(service?.contract).error(service?.contract, error, requestId), error, ...known };
  }
}

/** Of a form, and those that stand in the URL all the same. */
function parametersOf({ method, query, body }: AwsQueryRequest): URLSearchParams {
  if (method === 'GET') return query;
  const form = readForm(body);
  return query.size === 0 ? form : new URLSearchParams([...form, ...query]);
}

/** Operations whose callers have no credentials yet, but a token of somebody else's. */
const UNSIGNED: ReadonlySet<string> = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity']);

function withoutSignature(request: AwsRequest): AwsRequest {
  const { signature: _, ...rest } = request;
  return rest;
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
  const candidates = services.filter(({ contract }) => QUERY_PROTOCOLS.has(contract.protocol));
  const signed = identify(headers, query, defaults).service;
  if (signed !== undefined) return candidates.find(({ contract }) => contract.signingName === signed);
  const ofVersion = candidates.filter((service) => isOfVersion(service, version));
  const found = ofVersion.find(({ contract }) => contract.operations.has(action));
  // Who says a version that one service has means that service, whatever the action.
  return found ?? (version !== undefined && ofVersion.length === 1 ? ofVersion[0] : undefined);
}

const QUERY_PROTOCOLS: ReadonlySet<Protocol> = new Set<Protocol>(['awsQuery', 'ec2Query']);

const isOfVersion = ({ contract }: Service, version: string | undefined): boolean =>
  version === undefined || version === contract.apiVersion;
