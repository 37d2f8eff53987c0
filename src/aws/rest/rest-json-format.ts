import type { MemberWire, ServiceContract, Shape, ShapeName } from '../contract/contract.ts';
import { serializationError } from '../protocol-errors.ts';
import type { RestFormat } from './rest-format.ts';
import { readScalar } from '../wire-scalar.ts';
import { notStructure } from '../validation/wrong-type.ts';
import { timestampText } from '../xml/xml-writer.ts';

/**
 * JSON documents of restJson1. They differ from those of awsJson in the names of some members, in times that
 * are no seconds, and in that what travels elsewhere is no part of them.
 */
export const restJsonFormat: RestFormat = {
  documentType: 'application/json',
  textType: 'text/plain',
  read(contract, shape, text) {
    const value = read(contract, shape, parse(text), 0);
    if (contract.shapes.get(shape)?.kind === 'structure' && !isObject(value))
      throw notStructure(value, `${contract.javaPackage ?? ''}.${shape}`);
    return value;
  },
  writePayload: (contract, output, member, value) =>
    JSON.stringify(write(contract, output.members[member] ?? '', value)),
  // Of an operation whose model has an output there is always a document, if an empty one.
  writeMembers: (contract, name, _output, value) =>
    name === 'Unit' ? '' : JSON.stringify(write(contract, name, value) ?? {}),
};

const MAX_DEPTH = 500;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw serializationError('Unable to parse the request body as JSON', error);
  }
}

/** What does not fit stays as it is: the walk that follows refuses it. */
function read(contract: ServiceContract, name: ShapeName, value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw serializationError(`Nesting is deeper than ${MAX_DEPTH} levels`);
  const shape = contract.shapes.get(name);
  if (shape?.kind === 'list' && Array.isArray(value))
    return value.map((element: unknown) => read(contract, shape.member, element, depth + 1));
  if (!isObject(value)) return value;
  if (shape?.kind === 'map') {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, inner]) => [key, read(contract, shape.value, inner, depth + 1)]),
    );
  }
  if (!isStructure(shape)) return value;
  const result: Record<string, unknown> = {};
  for (const [member, target] of Object.entries(shape.members)) {
    const wire = shape.wire?.[member];
    const key = wire?.name ?? member;
    if (wire?.at !== undefined || !Object.hasOwn(value, key)) continue;
    const inner = value[key];
    result[member] =
      typeof inner === 'string' && isWritten(wire)
        ? readScalar(target, inner, wire.time, serializationError)
        : read(contract, target, inner, depth + 1);
  }
  return result;
}

function write(contract: ServiceContract, name: ShapeName, value: unknown): unknown {
  const shape = contract.shapes.get(name);
  if (shape?.kind === 'list' && Array.isArray(value))
    return value.map((element: unknown) => write(contract, shape.member, element));
  if (!isObject(value)) return value;
  if (shape?.kind === 'map') {
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, inner]) => [key, write(contract, shape.value, inner)]));
  }
  if (!isStructure(shape)) return value;
  const result: Record<string, unknown> = {};
  for (const [member, inner] of Object.entries(value)) {
    const target = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
    const wire = shape.wire?.[member];
    if (target === undefined || wire?.at !== undefined) continue;
    result[wire?.name ?? member] =
      typeof inner === 'number' && isWritten(wire)
        ? timestampText(inner, wire.time, false)
        : write(contract, target, inner);
  }
  return result;
}

/** A time that is text; the others are seconds, as numbers. */
function isWritten(
  wire: MemberWire | undefined,
): wire is MemberWire & { readonly time: 'date-time' | 'http-date' } {
  return wire?.time === 'date-time' || wire?.time === 'http-date';
}

function isStructure(shape: Shape | undefined): shape is Shape & { kind: 'structure' | 'union' } {
  return shape?.kind === 'structure' || shape?.kind === 'union';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
