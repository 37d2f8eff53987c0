import { AwsChunkedBody } from './aws-chunked.ts';
import { header } from '../json/json-protocol.ts';
import { invalidArgument, methodNotAllowed, restCredentialRefusals } from '../protocol-errors.ts';
import { signedBody } from '../payload-digest.ts';
import { refuseExpired } from '../presigned.ts';
import type { RequestBody } from '../request-body.ts';
import { type AwsRequest, callerOf, contextOf, type Outcome } from '../request-context.ts';
import { readRest } from './rest-reader.ts';
import type { RestRouter } from './rest-router.ts';
import { encodeRest, type RestResponse } from './rest-writer.ts';
import { encodeRestError } from './rest-xml-error.ts';
import { restXmlFormat as format } from './rest-xml-format.ts';
import type { Service } from '../service.ts';
import { isPostForm, postOperation, servePostForm } from '../forms/serve-post-form.ts';
import { checkInput } from '../validation/validate.ts';

export interface RestXmlRequest extends AwsRequest {
  /** Percent-encoded, as it came, without what `labels` holds. */
  readonly path: string;
  /** Labels that were found outside the path; see `RestRouter`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
  /** Milliseconds since the epoch: presigned requests end. */
  readonly now: number;
}

/**
 * Answers one restXml call, in the order: operation, identity, types, constraints, permission,
 * operation. Never throws;
 * whatever a service throws becomes an answer. A stream in the answer may fail while it is read.
 */
export async function serveRestXml(
  service: Service,
  router: RestRouter,
  request: RestXmlRequest,
): Promise<RestResponse & Outcome> {
  const { contract } = service;
  const { method, path, query, headers, labels, requestId } = request;
  let known: Outcome = {};
  try {
    if (isPostForm(request)) {
      known = { operation: postOperation };
      const response = await servePostForm(service, request, (context) => {
        known = { operation: postOperation, caller: callerOf(context) };
      });
      return { ...withIds(response, requestId), ...known };
    }
    const match = router.find({ method, path, query, headers, labels });
    if (match === undefined) throw methodNotAllowed();
    const { operation } = match;
    known = { operation };
    refuseExpired(query, request.now);
    const context = contextOf(request, restCredentialRefusals, service.contract);
    known = { operation, caller: callerOf(context) };
    const body = bodyOf(request);
    const { checkDocument } = service;
    const parts = { format, match, query, headers, body, malformed: invalidArgument, checkDocument };
    const value = await readRest(contract, parts);
    const input = checkInput(contract, operation, value, service.validationError);
    request.authorize?.(service, operation, input, context);
    const output = await service.handle(operation, input, context);
    return { ...withIds(encodeRest(format, contract, operation, output), requestId), ...known };
  } catch (error) {
    return { ...withIds(encodeRestError(error, requestId, method === 'HEAD'), requestId), error, ...known };
  }
}

function withIds(response: RestResponse, requestId: string): RestResponse {
  return {
    ...response,
    headers: { ...response.headers, 'x-amz-request-id': requestId, 'x-amz-id-2': requestId },
  };
}

/** Clients that sign or check while they send wrap the body; its true length stands in a header of its own. */
function bodyOf({ body, headers, signature }: RestXmlRequest): RequestBody {
  const isChunked =
    header(headers, 'x-amz-content-sha256')?.startsWith('STREAMING-') === true ||
    header(headers, 'content-encoding')
      ?.split(',')
      .some((coding) => coding.trim() === 'aws-chunked') === true;
  if (isChunked) {
    const trailer = header(headers, 'x-amz-trailer')?.toLowerCase().split(',') ?? [];
    const length = lengthIn(header(headers, 'x-amz-decoded-content-length'));
    return new AwsChunkedBody(
      // One header, which need not be signed, makes it chunked: a hash that was signed holds all the same.
      signature?.guard(body) ?? body,
      length,
      trailer.map((name) => name.trim()),
      signature?.chunks,
    );
  }
  const checked = signature?.guard(body) ?? signedBody(body, header(headers, 'x-amz-content-sha256'));
  return {
    length: lengthIn(header(headers, 'content-length')),
    announced: [],
    trailers: new Map(),
    [Symbol.asyncIterator]: () => checked[Symbol.asyncIterator](),
  };
}

function lengthIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
