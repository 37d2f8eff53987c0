import { AwsError } from '../aws-error.ts';
import type { ServiceContract, ShapeName } from '../contract/contract.ts';
import type { EventCodec } from '../event-stream.ts';
import { serverError } from '../protocol-errors.ts';
import { encodeCbor, encodeCborMembers } from './cbor-encoder.ts';

/** The answers of Smithy's rpcv2Cbor. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */

export const CBOR_TYPE = 'application/cbor';
/** The value of the header `smithy-protocol`, both ways. */
export const RPC_V2_CBOR = 'rpc-v2-cbor';

export interface BytesResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** An operation whose model has no output answers with no body, and no type for it. */
export function encodeCborSuccess(
  contract: ServiceContract,
  operation: string,
  output: unknown,
  requestId: string,
): BytesResponse {
  const shape = contract.operations.get(operation)?.output ?? 'Unit';
  if (shape === 'Unit') return { status: 200, headers: headersOf(requestId) };
  return response(200, encodeCbor(contract, shape, output), requestId);
}

/** Anything but an AwsError is a defect, and answers as one without telling what it was. */
export function encodeCborError(
  contract: ServiceContract | undefined,
  error: unknown,
  requestId: string,
): BytesResponse {
  const { code, message, members, httpStatus } = error instanceof AwsError ? error : serverError(error);
  const shapes = { ...TOLD, ...contract?.errors.get(code)?.members };
  const body = encodeCborMembers(contract, shapes, { __type: code, message, ...members });
  return response(httpStatus, body, requestId);
}

/** What the gateway itself answers, before any service. */
export function encodeCborRefusal(
  { status, type, message }: { readonly status: number; readonly type: string; readonly message: string },
  requestId: string,
): BytesResponse {
  return response(status, encodeCborMembers(undefined, TOLD, { __type: type, message }), requestId);
}

const TOLD: Readonly<Record<string, ShapeName>> = { __type: 'String', message: 'String' };

/** Events of the operation's output: members of the union that it streams. */
export function cborEvents(contract: ServiceContract, operation: string): EventCodec {
  return {
    contentType: CBOR_TYPE,
    encode: (type, payload) => encodeCbor(contract, eventShape(contract, operation, type), payload),
  };
}

function eventShape(contract: ServiceContract, operation: string, type: string): ShapeName {
  const output = contract.shapes.get(contract.operations.get(operation)?.output ?? '');
  for (const target of output?.kind === 'structure' ? Object.values(output.members) : []) {
    const union = contract.shapes.get(target);
    if (union?.kind === 'union' && union.members[type] !== undefined) return union.members[type];
  }
  return 'Document';
}

export const headersOf = (requestId: string): Readonly<Record<string, string>> => ({
  'smithy-protocol': RPC_V2_CBOR,
  'x-amzn-requestid': requestId,
});

function response(status: number, body: Uint8Array, requestId: string): BytesResponse {
  return { status, headers: { ...headersOf(requestId), 'content-type': CBOR_TYPE }, body };
}
