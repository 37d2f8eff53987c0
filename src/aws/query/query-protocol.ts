import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import type { HttpResponse } from '../json/json-protocol.ts';
import { internalFailure } from '../protocol-errors.ts';
import { escapeXml, tag, XmlWriter } from '../xml/xml-writer.ts';

/** The answers of the awsQuery protocol: XML documents named after the operation. */

const TYPE = 'text/xml';

export function encodeQuerySuccess(
  contract: ServiceContract,
  operation: string,
  output: unknown,
  requestId: string,
): HttpResponse {
  const shape = contract.operations.get(operation)?.output ?? 'Unit';
  const members = new XmlWriter(contract).members(shape, output);
  const result = shape === 'Unit' ? '' : tag(`${operation}Result`, members);
  const metadata = tag('ResponseMetadata', tag('RequestId', requestId));
  return response(200, document(`${operation}Response`, result + metadata, contract), requestId);
}

/** Anything but an AwsError is a defect, and answers as one without telling what it was. */
export function encodeQueryError(
  contract: ServiceContract | undefined,
  error: unknown,
  requestId: string,
): HttpResponse {
  const { code, message, fault, httpStatus } = error instanceof AwsError ? error : internalFailure(error);
  const type = fault === 'client' ? 'Sender' : 'Receiver';
  const told = tag('Type', type) + tag('Code', wireCode(contract, code)) + tag('Message', escapeXml(message));
  const body = tag('Error', told) + tag('RequestId', requestId);
  return response(httpStatus, document('ErrorResponse', body, contract), requestId);
}

/** Model's names of errors end in Exception, those on the wire mostly not; the model says which do. */
function wireCode(contract: ServiceContract | undefined, code: string): string {
  const modelled = contract?.errors.get(code);
  return modelled === undefined ? code.replace(/Exception$/, '') : (modelled.code ?? code);
}

function document(name: string, content: string, contract: ServiceContract | undefined): string {
  const namespace = contract?.xmlNamespace;
  return `${tag(name, content, namespace === undefined ? '' : ` xmlns="${namespace}"`)}\n`;
}

function response(status: number, body: string, requestId: string): HttpResponse {
  return { status, headers: { 'content-type': TYPE, 'x-amzn-requestid': requestId }, body };
}
