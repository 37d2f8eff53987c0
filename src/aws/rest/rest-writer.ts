import type { MemberWire, ServiceContract, ShapeName, StructureShape } from '../contract/contract.ts';
import type { RestFormat } from './rest-format.ts';
import { timestampText } from '../xml/xml-writer.ts';

export interface RestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes piece by piece where the answer is a stream. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** An operation's result as a restXml or restJson1 answer: status, headers and a document or a stream. */
export function encodeRest(
  format: RestFormat,
  contract: ServiceContract,
  operation: string,
  output: unknown,
): RestResponse {
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
    // HTTP has none there.
    if (status === 204) return { status, headers, body: '' };
    const { type, body } = bodyOf(format, contract, name, shape, output, payload);
    if (type !== undefined && body.length !== 0) headers['content-type'] ??= type;
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

type Body =
  | { readonly type: string; readonly body: string | Uint8Array }
  | { readonly type?: undefined; readonly body: AsyncIterable<Uint8Array> };

function bodyOf(
  format: RestFormat,
  contract: ServiceContract,
  name: ShapeName,
  shape: StructureShape,
  output: unknown,
  payload: readonly [member: string, value: unknown] | undefined,
): Body {
  if (payload === undefined) {
    const hasPayload = Object.values(shape.wire ?? {}).some(({ at }) => at === 'payload');
    const body = hasPayload ? '' : format.writeMembers(contract, name, shape, output);
    return { type: format.documentType, body };
  }
  const [member, value] = payload;
  if (isStream(value)) return { body: value };
  const target = shape.members[member] ?? '';
  switch (contract.shapes.get(target)?.kind ?? target) {
    case 'Blob':
    case 'blob':
      return { type: 'application/octet-stream', body: Buffer.from(String(value), 'base64') };
    case 'String':
    case 'string':
      return { type: format.textType, body: String(value) };
    default:
      return { type: format.documentType, body: format.writePayload(contract, shape, member, value) };
  }
}

function isStream(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
