import { encodeEvents, EventStream, eventStreamType } from '../event-stream.ts';
import { identify } from '../identity.ts';
import { header } from '../json/json-protocol.ts';
import { jsonCredentialRefusals, unknownOperation } from '../protocol-errors.ts';
import { queryErrorHeader } from '../json/query-compatible.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from '../request-context.ts';
import type { Service } from '../service.ts';
import { absentText } from '../unlisted.ts';
import { checkInput } from '../validation/validate.ts';
import { decodeCbor } from './cbor-decoder.ts';
import { cborInput } from './cbor-input.ts';
import {
  type BytesResponse,
  CBOR_TYPE,
  cborEvents,
  encodeCborError,
  encodeCborSuccess,
  headersOf,
} from './cbor-protocol.ts';

export interface RpcCborRequest extends AwsRequest {
  /** Of the URL, without its query. */
  readonly path: string;
  readonly body: Uint8Array;
}

export interface RpcCborResponse extends BytesResponse, Outcome {
  /** In place of the body, for an output that is a stream of events. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/**
 * Answers one call of Smithy's rpcv2Cbor, which newer clients speak to services of the awsJson protocols:
 * `POST /service/AmazonEC2ContainerServiceV20141113/operation/ListTasks`. The order is that of awsJson. Never
 * throws; whatever a service throws becomes an answer.
 */
export async function serveRpcCbor(
  services: readonly Service[],
  request: RpcCborRequest,
): Promise<RpcCborResponse> {
  const { requestId, headers } = request;
  let known: Outcome = {};
  let service: Service | undefined;
  try {
    const { name, operation } = readRpcPath(request.path);
    service = rpcServiceOf(services, name, request);
    if (service === undefined) throw unknownOperation(`No service here has the name ${name}.`);
    const { contract } = service;
    const operationContract = contract.operations.get(operation);
    if (operationContract === undefined) throw unknownOperation(absentText(contract, operation));
    known = { operation };
    const context = contextOf(request, jsonCredentialRefusals, service.contract);
    known = { operation, caller: callerOf(context) };
    const value = cborInput(contract, operationContract.input, readBody(request));
    const input = checkInput(contract, operation, value, service.validationError);
    request.authorize?.(service, operation, input, context);
    const output = await service.handle(operation, input, context);
    if (output instanceof EventStream) {
      const stream = encodeEvents(output, cborEvents(contract, operation));
      return {
        status: 200,
        headers: { ...headersOf(requestId), 'content-type': eventStreamType },
        stream,
        ...known,
      };
    }
    return { ...encodeCborSuccess(contract, operation, output, requestId), ...known };
  } catch (error) {
    const answer = encodeCborError(service?.contract, error, requestId);
    const more = queryErrorHeader(service?.contract, headers, error);
    return { ...answer, headers: { ...answer.headers, ...more }, error, ...known };
  }
}

/** What stands before `/service` is the endpoint's own path. */
function readRpcPath(path: string): { readonly name: string; readonly operation: string } {
  const [, name, operation] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined || operation === undefined) {
    throw unknownOperation(`The path of a call is /service/NAME/operation/NAME, not ${path.slice(0, 200)}.`);
  }
  return { name, operation };
}

/**
 * Smithy's name of a service is its target in the awsJson protocols; a client with another name means the
 * service that it signed for.
 */
export function rpcServiceOf(
  services: readonly Service[],
  name: string,
  { headers, query, defaults }: Pick<AwsRequest, 'headers' | 'query' | 'defaults'>,
): Service | undefined {
  const candidates = services.filter(({ contract }) => contract.targetPrefix !== undefined);
  const named = candidates.find(({ contract }) => contract.targetPrefix === name);
  if (named !== undefined) return named;
  const signed = identify(headers, query, defaults).service;
  return candidates.find(({ contract }) => contract.signingName === signed);
}

/** A call of an operation without input has no body, and none need be said of its type. */
function readBody({ headers, body }: RpcCborRequest): unknown {
  if (body.length === 0) return {};
  const type = header(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== CBOR_TYPE) {
    throw unknownOperation(`The content type must be ${CBOR_TYPE}, not ${String(headers['content-type'])}.`);
  }
  return decodeCbor(body);
}
