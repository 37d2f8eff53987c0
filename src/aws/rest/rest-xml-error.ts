import { AwsError } from '../aws-error.ts';
import { internalError } from '../protocol-errors.ts';
import type { RestResponse } from './rest-writer.ts';
import { escapeXml, tag } from '../xml/xml-writer.ts';

/**
 * An error as Amazon S3 writes it: no element around it, members beside code and text. Anything but an
 * AwsError is a defect, and answers as one without telling what it was.
 */
export function encodeRestError(error: unknown, requestId: string, isHead: boolean): RestResponse {
  const known = error instanceof AwsError ? error : internalError(error);
  const { code, message, members, headers, httpStatus } = known;
  // There is nothing to read where HTTP has no body.
  if (isHead || httpStatus === 304) return { status: httpStatus, headers, body: '' };
  const told: Readonly<Record<string, unknown>> = {
    Code: code,
    Message: message,
    ...members,
    RequestId: requestId,
    HostId: requestId,
  };
  const content = Object.entries(told)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => tag(name, escapeXml(String(value))))
    .join('');
  return {
    status: httpStatus,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${tag('Error', content)}`,
  };
}
