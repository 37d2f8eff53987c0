import { AwsError } from './aws-error.ts';
import type { MemberWire, ServiceContract, ShapeName, StructureShape } from './contract/contract.ts';
import { internalError } from './protocol-errors.ts';
import { escapeXml, tag, timestampText, XmlWriter } from './xml-writer.ts';

export interface RestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes piece by piece where the answer is a stream. */
  readonly body: string | AsyncIterable<Uint8Array>;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const TYPE = 'application/xml';

/** An operation's result as a restXml answer: status, headers and a document or a stream. */
export function encodeRest(contract: ServiceContract, operation: string, output: unknown): RestResponse {
  const { output: name = 'Unit', http } = contract.operations.get(operation) ?? {};
  const shape = contract.shapes.get(name);
  const values = typeof output === 'object' && output !== null ? Object.entries(output) : [];
  let status = http?.status ?? 200;
  const headers: Record<string, string> = {};
  let payload: readonly [member: string, value: unknown] | undefined;
  if (shape?.kind === 'structure') {
    for (const [member, value] of values) {
      const wire = shape.wire?.[member];
      if (value === undefined || wire?.at === undefined) continue;
      if (wire.at === 'payload') payload = [member, value];
      else if (wire.at === 'status') status = Number(value);
      else Object.assign(headers, headersOf(shape, member, wire, value));
    }
    const body = bodyOf(contract, name, shape, output, payload);
    if (typeof body === 'string' && body !== '') headers['content-type'] ??= TYPE;
    // The model has one status for an operation; HTTP has another for a part of the whole.
    if (headers['content-range'] !== undefined) status = 206;
    return { status, headers, body };
  }
  return { status, headers, body: '' };
}

function headersOf(
  shape: StructureShape,
  member: string,
  wire: MemberWire,
  value: unknown,
): Record<string, string> {
  const name = wire.name ?? member.toLowerCase();
  if (wire.at === 'headers') {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(entries.map(([key, inner]) => [`${name}${key}`, headerText(String(inner))]));
  }
  if (shape.members[member] === 'Timestamp' && typeof value === 'number') {
    return { [name]: timestampText(value, wire.time ?? 'http-date', true) };
  }
  return { [name]: headerText(Array.isArray(value) ? value.join(',') : String(value)) };
}

/** HTTP's headers hold Latin-1: other characters go as the bytes of UTF-8, line ends as blanks. */
function headerText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these cannot stand in a header
  const clean = text.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ' ');
  // oxlint-disable-next-line no-control-regex
  return /[^\u0000-\u00ff]/.test(clean) ? Buffer.from(clean).toString('latin1') : clean;
}

function bodyOf(
  contract: ServiceContract,
  name: ShapeName,
  shape: StructureShape,
  output: unknown,
  payload: readonly [member: string, value: unknown] | undefined,
): string | AsyncIterable<Uint8Array> {
  const writer = new XmlWriter(contract);
  const namespace = ` xmlns="${contract.xmlNamespace}"`;
  if (payload !== undefined) {
    const [member, value] = payload;
    const target = shape.members[member] ?? '';
    if (isStream(value)) return value;
    const known = contract.shapes.get(target);
    if (known?.kind !== 'structure' && known?.kind !== 'union') return String(value);
    const element =
      shape.wire?.[member]?.name ?? (known.kind === 'structure' ? known.element : undefined) ?? target;
    return DECLARATION + writer.element(element, target, value, namespace);
  }
  const inBody = Object.keys(shape.members).filter((member) => shape.wire?.[member]?.at === undefined);
  if (inBody.length === 0) return '';
  const element = shape.element ?? name;
  // A document named after its only member is that member's text: GetBucketLocation.
  const [only = ''] = inBody;
  if (inBody.length === 1 && only === element) {
    const text: unknown = isObject(output) ? output[only] : undefined;
    return DECLARATION + tag(element, typeof text === 'string' ? escapeXml(text) : '', namespace);
  }
  return DECLARATION + tag(element, writer.members(name, output), namespace);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isStream(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * An error as Amazon S3 writes it: no element around it, members beside code and text. Anything but an
 * AwsError is a defect, and answers as one without telling what it was.
 */
export function encodeRestError(error: unknown, requestId: string, isHead: boolean): RestResponse {
  const { code, message, members, httpStatus } = error instanceof AwsError ? error : internalError(error);
  // There is nothing to read where HTTP has no body.
  if (isHead || httpStatus === 304) return { status: httpStatus, headers: {}, body: '' };
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
  return { status: httpStatus, headers: { 'content-type': TYPE }, body: DECLARATION + tag('Error', content) };
}
