import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { ec2InternalError } from './ec2-errors.ts';
import type { HttpResponse } from '../json/json-protocol.ts';
import { escapeXml, tag, XmlWriter } from '../xml/xml-writer.ts';

/** The answers of the ec2Query protocol: the request's id and the members stand side by side. */

const TYPE = 'text/xml;charset=UTF-8';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An operation without an output says that it is done with `return`. */
export function encodeEc2Success(
  contract: ServiceContract,
  operation: string,
  output: unknown,
  requestId: string,
): HttpResponse {
  const shape = contract.operations.get(operation)?.output ?? 'Unit';
  const members = shape === 'Unit' ? tag('return', 'true') : new XmlWriter(contract).members(shape, output);
  // The model's namespace lacks the stroke at the end that answers have.
  const namespace = ` xmlns="${contract.xmlNamespace?.replace(/\/?$/, '/')}"`;
  return response(
    200,
    tag(`${operation}Response`, tag('requestId', requestId) + members, namespace),
    requestId,
  );
}

/** Anything but an AwsError is a defect, and answers as one without telling what it was. */
export function encodeEc2Error(error: unknown, requestId: string): HttpResponse {
  const { code, message, httpStatus } = error instanceof AwsError ? error : ec2InternalError(error);
  const told = tag('Code', escapeXml(wireCode(code))) + tag('Message', escapeXml(message));
  const body = tag('Errors', tag('Error', told)) + tag('RequestID', requestId);
  return response(httpStatus, tag('Response', body), requestId);
}

/**
 * The codes of the framework, which all protocols share, end so; of EC2's own only a few do, all with a dot:
 * `InvalidLaunchTemplateName.NotFoundException`.
 */
const wireCode = (code: string): string => (code.includes('.') ? code : code.replace(/Exception$/, ''));

function response(status: number, document: string, requestId: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': TYPE, 'x-amzn-requestid': requestId },
    body: DECLARATION + document,
  };
}
