import { isUtf8 } from 'node:buffer';
import type { ServiceContract, Shape, ShapeName } from '../contract/contract.ts';
import { serializationError, unknownOperation } from '../protocol-errors.ts';
import type { Service } from '../service.ts';
import {
  ambiguousUnion,
  blobViolations,
  listViolations,
  missingMember,
  numberViolations,
  stringViolations,
  violationsMessage,
  type Violation,
} from './violation.ts';
import { isBase64 } from '../wire-scalar.ts';
import { notList, notMap, notScalar, notStructure, type JavaScalar } from './wrong-type.ts';

/**
 * Deepest nesting that is read. No model of AWS comes near it; it keeps recursive shapes and free-form
 * documents from exhausting the stack, here and when the value is written again.
 */
const MAX_DEPTH = 500;

/**
 * Reads the body of a call and checks it against the operation's input shape, in AWS's order: JSON, types
 * (the first mismatch answers), then all constraints of the model together. The result holds only members
 * that the model knows; members that are null count as absent. Throws nothing but AwsError.
 */
export function parseInput(
  contract: ServiceContract,
  operation: string,
  body: Uint8Array | string,
  validationError: Service['validationError'],
): unknown {
  return checkInput(contract, operation, parseJson(body), validationError);
}

/** The same for input that another protocol has read: `value` is what its JSON would hold. */
export function checkInput(
  contract: ServiceContract,
  operation: string,
  value: unknown,
  validationError: Service['validationError'],
): unknown {
  const shape = contract.operations.get(operation)?.input;
  if (shape === undefined)
    throw unknownOperation(`Operation ${operation} is not known to ${contract.serviceId}.`);
  const reader = new InputReader(contract);
  const input = reader.read(shape, value, '', 0);
  if (reader.violations.length > 0) {
    throw validationError(operation, violationsMessage(reader.violations), reader.violations);
  }
  return input;
}

function parseJson(body: Uint8Array | string): unknown {
  if (typeof body !== 'string' && !isUtf8(body)) throw serializationError('Invalid UTF-8');
  const text =
    typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw serializationError('Unable to parse the request body as JSON', error);
  }
}

/** One walk over one request; gathers what the constraints object to. */
class InputReader {
  readonly violations: Violation[] = [];
  readonly #contract: ServiceContract;

  constructor(contract: ServiceContract) {
    this.#contract = contract;
  }

  read(name: ShapeName, value: unknown, path: string, depth: number): unknown {
    if (depth > MAX_DEPTH) throw tooDeep();
    const shape = this.#contract.shapes.get(name);
    if (shape === undefined) return scalar(name, value, depth);
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return this.#structure(name, shape, value, path, depth);
      case 'list': {
        if (!Array.isArray(value)) throw notList(value);
        const list = value.filter(isPresent).map((element, index) => {
          return this.read(shape.member, element, `${path}.${index + 1}.member`, depth + 1);
        });
        this.violations.push(...listViolations(shape, list, path));
        return list;
      }
      case 'map': {
        if (!isObject(value)) throw notMap(value);
        const entries = Object.entries(value).filter(([, inner]) => isPresent(inner));
        // Object.fromEntries makes own properties, so that a key "__proto__" is data like any other.
        return Object.fromEntries(
          entries.map(([key, inner]) => [
            key,
            this.read(shape.value, inner, `${path}.${key}.member`, depth + 1),
          ]),
        );
      }
      case 'string':
        if (typeof value !== 'string') throw notScalar(value, 'String');
        this.violations.push(...stringViolations(shape, value, path));
        return value;
      case 'integer':
      case 'long':
      case 'float':
      case 'double': {
        const number = numeric(shape.kind, value);
        this.violations.push(...numberViolations(shape, number, path));
        return number;
      }
      case 'blob':
        if (typeof value !== 'string' || !isBase64(value)) throw notScalar(value, 'ByteBuffer');
        this.violations.push(...blobViolations(shape, Buffer.byteLength(value, 'base64'), path));
        return value;
      default:
        return shape satisfies never;
    }
  }

  #structure(
    name: ShapeName,
    shape: Shape & { kind: 'structure' | 'union' },
    value: unknown,
    path: string,
    depth: number,
  ): Record<string, unknown> {
    if (!isObject(value)) throw notStructure(value, `${this.#contract.javaPackage ?? ''}.${name}`);
    const result: Record<string, unknown> = {};
    // A request names few of a shape's members, so the loop goes over those.
    for (const member of Object.keys(value)) {
      const target = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
      const inner = value[member];
      if (target === undefined || !isPresent(inner)) continue;
      result[member] = this.read(target, inner, join(path, member), depth + 1);
    }
    if (shape.kind === 'union') {
      const set = Object.keys(result);
      if (set.length !== 1) this.violations.push(ambiguousUnion(path, set));
    } else {
      for (const member of shape.required ?? []) {
        if (!Object.hasOwn(result, member)) this.violations.push(missingMember(join(path, member)));
      }
    }
    return result;
  }
}

function scalar(name: ShapeName, value: unknown, depth: number): unknown {
  switch (name) {
    case 'String':
      if (typeof value !== 'string') throw notScalar(value, 'String');
      return value;
    case 'Boolean':
      if (typeof value !== 'boolean') throw notScalar(value, 'Boolean');
      return value;
    case 'Integer':
      return numeric('integer', value);
    case 'Long':
      return numeric('long', value);
    case 'Float':
      return numeric('float', value);
    case 'Double':
      return numeric('double', value);
    case 'Timestamp':
      if (typeof value !== 'number') throw notScalar(value, 'Date');
      return value;
    case 'Blob':
      if (typeof value !== 'string' || !isBase64(value)) throw notScalar(value, 'ByteBuffer');
      return value;
    case 'Stream':
      // Only a protocol can put one here: no JSON is read into it.
      if (typeof value !== 'object') throw notScalar(value, 'ByteBuffer');
      return value;
    case 'Document':
      return document(value, depth);
    default:
      throw new Error(`the contract has no shape ${name}`);
  }
}

const JAVA_NUMBER = {
  integer: 'Integer',
  long: 'Long',
  float: 'Float',
  double: 'Double',
} as const satisfies Record<string, JavaScalar>;

/**
 * AWS cuts fractions off integers without a word. Here a fraction is refused, and so is what lies outside
 * 32 bits (outside 2^53 for a long): obeying half a number helps nobody.
 */
function numeric(kind: keyof typeof JAVA_NUMBER, value: unknown): number {
  if (typeof value !== 'number') throw notScalar(value, JAVA_NUMBER[kind]);
  const isExact =
    kind === 'integer'
      ? (value | 0) === value
      : kind === 'long'
        ? Number.isSafeInteger(value)
        : Number.isFinite(value);
  if (!isExact) throw notScalar(value, JAVA_NUMBER[kind]);
  // `-0 | 0` is 0: minus zero, which JSON can write, is no integer of its own.
  return kind === 'integer' ? value | 0 : value;
}

/** Lets a document pass as it is, if it is not too deep. Walks without recursion. */
function document(value: unknown, depth: number): unknown {
  let level: unknown[] = [value];
  for (let at = depth; level.length > 0; at += 1) {
    if (at > MAX_DEPTH) throw tooDeep();
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []));
  }
  return value;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const join = (path: string, member: string): string => (path === '' ? member : `${path}.${member}`);
const tooDeep = (): Error => serializationError(`Nesting is deeper than ${MAX_DEPTH} levels`);
