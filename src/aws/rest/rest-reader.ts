import { wholeOf } from '../../kernel/bytes.ts';
import type { AwsError } from '../aws-error.ts';
import type { MemberWire, ServiceContract, ShapeName, StructureShape } from '../contract/contract.ts';
import { header, type Headers } from '../json/json-protocol.ts';
import { entityTooLarge } from '../protocol-errors.ts';
import type { RequestBody } from '../request-body.ts';
import type { RestMatch } from './rest-router.ts';
import { membersInBody, type RestFormat } from './rest-format.ts';
import type { Service } from '../service.ts';
import { readScalar } from '../wire-scalar.ts';

export interface RestParts {
  readonly format: RestFormat;
  readonly match: RestMatch;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: RequestBody;
  readonly malformed: (message: string) => AwsError;
  readonly checkDocument?: Service['checkDocument'];
}

/** Most bytes of a document: a thousand keys of Amazon S3, each with all the escapes that it can need. */
const MAX_DOCUMENT = 8 * 1024 * 1024;

/**
 * A restXml or restJson1 request as the value that JSON would hold, gathered from path, query, headers and body. A body
 * that is a stream is handed on unread.
 */
export async function readRest(contract: ServiceContract, parts: RestParts): Promise<unknown> {
  const name = contract.operations.get(parts.match.operation)?.input ?? '';
  const shape = contract.shapes.get(name);
  if (shape?.kind !== 'structure') return {};
  const result: Record<string, unknown> = {};
  for (const [member, wire] of Object.entries(shape.wire ?? {})) {
    const target = shape.members[member];
    if (target === undefined || wire.at === undefined || wire.at === 'payload') continue;
    const value = outsideBody(contract, member, target, wire, parts);
    if (value !== undefined) result[member] = value;
  }
  return Object.assign(result, await fromBody(contract, name, shape, parts));
}

function outsideBody(
  contract: ServiceContract,
  member: string,
  target: ShapeName,
  wire: MemberWire,
  { match, query, headers, malformed }: RestParts,
): unknown {
  const name = wire.name ?? member;
  const shape = contract.shapes.get(target);
  const scalar = (text: string | undefined | null, time: NonNullable<MemberWire['time']>): unknown =>
    typeof text === 'string'
      ? readScalar(shape?.kind ?? target, text, wire.time ?? time, malformed)
      : undefined;
  switch (wire.at) {
    case 'label':
      return scalar(Object.hasOwn(match.labels, member) ? match.labels[member] : undefined, 'date-time');
    case 'query': {
      if (shape?.kind !== 'list') return scalar(query.get(name), 'date-time');
      if (!query.has(name)) return undefined;
      const kind = contract.shapes.get(shape.member)?.kind ?? shape.member;
      return query.getAll(name).map((text) => readScalar(kind, text, wire.time ?? 'date-time', malformed));
    }
    case 'header': {
      const text = header(headers, name);
      if (shape?.kind !== 'list') return scalar(text, 'http-date');
      return text?.split(',').map((element) => element.trim());
    }
    case 'headers': {
      const found = Object.keys(headers).filter((key) => key.startsWith(name));
      if (found.length === 0) return undefined;
      return Object.fromEntries(found.map((key) => [key.slice(name.length), header(headers, key) ?? '']));
    }
    default:
      return undefined;
  }
}

async function fromBody(
  contract: ServiceContract,
  name: ShapeName,
  shape: StructureShape,
  parts: RestParts,
): Promise<Readonly<Record<string, unknown>>> {
  const { body, format } = parts;
  const payload = Object.keys(shape.wire ?? {}).find((member) => shape.wire?.[member]?.at === 'payload');
  const target = payload === undefined ? undefined : shape.members[payload];
  if (payload === undefined || target === undefined) {
    if (membersInBody(shape).length === 0) return {};
    const text = (await bytesOf(parts)).toString();
    const value = text === '' ? {} : format.read(contract, name, text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  }
  if (target === 'Stream') return { [payload]: body };
  const bytes = await bytesOf(parts);
  if (bytes.length === 0) return {};
  const kind = contract.shapes.get(target)?.kind ?? target;
  switch (kind) {
    case 'Blob':
    case 'blob':
      return { [payload]: bytes.toString('base64') };
    case 'String':
    case 'string':
      return { [payload]: bytes.toString() };
    default:
      return { [payload]: format.read(contract, target, bytes.toString()) };
  }
}

async function bytesOf({ match, body, headers, checkDocument }: RestParts): Promise<Buffer> {
  const bytes = await wholeOf(body, (length) => {
    if (length > MAX_DOCUMENT) throw entityTooLarge(MAX_DOCUMENT);
  });
  checkDocument?.(match.operation, (name) => header(headers, name), bytes);
  return bytes;
}
