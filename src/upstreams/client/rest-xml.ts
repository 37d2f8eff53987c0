import type { MemberWire, ServiceContract, StructureShape } from '../../aws/contract/contract.ts';
import { header } from '../../aws/json/json-protocol.ts';
import { escaped } from '../../aws/sigv4/canonical.ts';
import { timestampText, XmlWriter } from '../../aws/xml/xml-writer.ts';
import { readXml } from '../../aws/xml/xml-reader.ts';
import { readScalar } from '../../aws/wire-scalar.ts';
import type { Answer, Codec, EncodedCall } from './codec.ts';
import { unreadableAnswer } from './errors.ts';
import { xmlError } from './xml-answer.ts';

/** https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html; buckets of Amazon S3 go into the path. */
export function restXmlCodec(contract: ServiceContract): Codec {
  return {
    encode: (operation, input) => encode(contract, operation, input),
    decode: (operation, answer) => decode(contract, operation, answer),
    error: ({ body, status }) =>
      body.length > 0 ? xmlError(body.toString()) : { code: STATUS[status], message: `HTTP ${status}` },
  };
}

/** What Amazon S3 means where HTTP leaves it no body to say so. */
const STATUS: Readonly<Record<number, string>> = { 403: 'AccessDenied', 404: 'NotFound' };

function encode(contract: ServiceContract, operation: string, input: unknown): EncodedCall {
  const { input: name = 'Unit', http } = contract.operations.get(operation) ?? {};
  const shape = contract.shapes.get(name);
  const structure: StructureShape = shape?.kind === 'structure' ? shape : { kind: 'structure', members: {} };
  const [pattern = '/', literals = ''] = (http?.uri ?? '/').split('?', 2);
  const values = new Map(typeof input === 'object' && input !== null ? Object.entries(input) : []);
  const query = literals === '' ? [] : literals.split('&');
  const headers: Record<string, string> = {};
  let bucket = '';
  let body: Uint8Array = new Uint8Array();
  for (const [member, value] of values) {
    const wire = structure.wire?.[member];
    if (value === undefined || wire?.at === undefined) continue;
    const text = (): string => scalarText(structure, member, wire, value);
    const label = wire.name ?? member;
    if (wire.at === 'query') query.push(`${escaped(label)}=${escaped(text())}`);
    if (wire.at === 'header') headers[label.toLowerCase()] = text();
    if (wire.at === 'headers' && typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value))
        headers[`${label}${key}`.toLowerCase()] = String(inner);
    }
    if (wire.at === 'label' && !pattern.includes(`{${member}`)) bucket = `/${escaped(String(value))}`;
    if (wire.at === 'payload') body = payloadBytes(contract, structure, member, value);
  }
  const path = pattern.replace(/\{(\w+)(\+?)\}/g, (_, label: string, rest: string) => {
    const text = String(values.get(label) ?? '');
    return rest === '+' ? text.split('/').map(escaped).join('/') : escaped(text);
  });
  const inBody = Object.keys(structure.members).filter(
    (member) => structure.wire?.[member]?.at === undefined,
  );
  if (inBody.length > 0) body = document(contract, name, structure.element ?? name, input);
  const at = `${bucket}${path}`.replace(/^(\/[^/]+)\/$/, '$1');
  return {
    method: http?.method ?? 'GET',
    path: query.length === 0 ? at : `${at}?${query.join('&')}`,
    headers,
    body,
  };
}

function scalarText(shape: StructureShape, member: string, wire: MemberWire, value: unknown): string {
  if (shape.members[member] === 'Timestamp' && typeof value === 'number') {
    return timestampText(value, wire.time ?? (wire.at === 'header' ? 'http-date' : 'date-time'), false);
  }
  return Array.isArray(value) ? value.join(',') : String(value);
}

function payloadBytes(
  contract: ServiceContract,
  shape: StructureShape,
  member: string,
  value: unknown,
): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const target = shape.members[member] ?? '';
  const known = contract.shapes.get(target);
  if (known?.kind !== 'structure' && known?.kind !== 'union') return Buffer.from(String(value));
  return document(contract, target, shape.wire?.[member]?.name ?? target, value);
}

function document(contract: ServiceContract, shape: string, element: string, value: unknown): Uint8Array {
  const namespace = ` xmlns="${contract.xmlNamespace ?? ''}"`;
  return Buffer.from(new XmlWriter(contract).element(element, shape, value, namespace));
}

function decode(contract: ServiceContract, operation: string, { headers, body }: Answer): unknown {
  const name = contract.operations.get(operation)?.output ?? 'Unit';
  const shape = contract.shapes.get(name);
  if (shape?.kind !== 'structure') return {};
  const result: Record<string, unknown> = {};
  const malformed = (problem: string) => unreadableAnswer(contract.signingName, problem);
  let payload: string | undefined;
  for (const [member, wire] of Object.entries(shape.wire ?? {})) {
    const target = shape.members[member] ?? 'String';
    if (wire.at === 'payload') payload = member;
    if (wire.at === 'header') {
      const text = header(headers, wire.name ?? member);
      const kind = contract.shapes.get(target)?.kind ?? target;
      if (text !== undefined) result[member] = readScalar(kind, text, wire.time ?? 'http-date', malformed);
    }
    if (wire.at === 'headers') {
      const prefix = wire.name ?? '';
      const found = Object.keys(headers).filter((key) => key.startsWith(prefix));
      result[member] = Object.fromEntries(
        found.map((key) => [key.slice(prefix.length), header(headers, key) ?? '']),
      );
    }
  }
  if (payload !== undefined) {
    const target = shape.members[payload] ?? '';
    const kind = contract.shapes.get(target)?.kind;
    const isDocument = kind === 'structure' || kind === 'union';
    return { ...result, [payload]: isDocument ? readXml(contract, target, body.toString()) : body };
  }
  const inBody = Object.keys(shape.members).some((member) => shape.wire?.[member]?.at === undefined);
  const read = inBody && body.length > 0 ? readXml(contract, name, body.toString()) : {};
  return { ...result, ...(typeof read === 'object' && read !== null ? read : {}) };
}
