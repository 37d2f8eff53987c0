import { AwsError } from '../aws-error.ts';
import { serverError, unknownOperation } from '../protocol-errors.ts';

/**
 * The awsJson protocols: every call is `POST /` with the operation in `X-Amz-Target` and JSON on both
 * ways. Pure functions; https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */

/** Header names in lower case, as node:http gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type JsonVersion = '1.0' | '1.1';

export interface Target {
  /** `AmazonEC2ContainerServiceV20141113` */
  readonly prefix: string;
  readonly operation: string;
}

export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value[0];
}

/** Which awsJson version the body claims to be; `undefined` for any other content type. */
export function jsonVersion(headers: Headers): JsonVersion | undefined {
  const type = header(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-amz-json-1.1') return '1.1';
  return type === 'application/x-amz-json-1.0' ? '1.0' : undefined;
}

/** Throws UnknownOperationException where the header is missing or has not the form `prefix.operation`. */
export function readTarget(headers: Headers): Target {
  const target = header(headers, 'x-amz-target');
  if (target === undefined) throw unknownOperation('The header X-Amz-Target is missing.');
  const dot = target.lastIndexOf('.');
  if (dot <= 0 || dot === target.length - 1) {
    throw unknownOperation(`The header X-Amz-Target is malformed: ${target}`);
  }
  return { prefix: target.slice(0, dot), operation: target.slice(dot + 1) };
}

/** An operation without output members answers `{}`; one whose model has no output at all, an empty body. */
export function encodeSuccess(output: unknown, requestId: string, version: JsonVersion): HttpResponse {
  return response(200, output === undefined ? '' : JSON.stringify(output), requestId, version);
}

/** Anything but an AwsError is a defect, and answers as one without telling what it was. */
export function encodeError(error: unknown, requestId: string, version: JsonVersion): HttpResponse {
  const shown = error instanceof AwsError ? error : serverError(error);
  const { code, message, members, httpStatus } = shown;
  const messageKey = FRAMEWORK_ERRORS.has(code) ? 'Message' : 'message';
  return response(
    httpStatus,
    JSON.stringify({ __type: code, [messageKey]: message, ...members }),
    requestId,
    version,
  );
}

/** AWS's request framework writes `Message` where services write `message`; SDKs read both. */
const FRAMEWORK_ERRORS: ReadonlySet<string> = new Set(['SerializationException']);

function response(status: number, body: string, requestId: string, version: JsonVersion): HttpResponse {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId };
  return { status, headers, body };
}
