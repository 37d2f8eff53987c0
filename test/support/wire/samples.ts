import type { ServiceContract, Shape, ShapeName } from '../../../src/aws/contract/contract.ts';

/** The contract without its constraints: what travels is looked at, not what it may be. */
export function relaxed(contract: ServiceContract): ServiceContract {
  const { shapes } = contract;
  const get = (name: ShapeName): Shape | undefined => {
    const shape = shapes.get(name);
    switch (shape?.kind) {
      case 'string':
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
      case 'blob':
        return { kind: shape.kind };
      case 'list': {
        const { min: _min, max: _max, ...list } = shape;
        return list;
      }
      case 'structure': {
        const { required: _required, ...structure } = shape;
        return structure;
      }
      default:
        return shape;
    }
  };
  return { ...contract, shapes: { get, has: (name) => shapes.has(name), names: () => shapes.names() } };
}

/**
 * A value of the shape with every member there, in the form that services see: base64 text for blobs, seconds
 * for times. Shapes that hold themselves do so once.
 */
export function sampleOf(
  contract: ServiceContract,
  name: ShapeName,
  at: string,
  above: readonly ShapeName[] = [],
): unknown {
  const shape = contract.shapes.get(name);
  const inner = (target: ShapeName, step: string): unknown =>
    sampleOf(contract, target, `${at}.${step}`, [...above, name]);
  const isRoom = (target: ShapeName): boolean =>
    above.filter((other) => other === target).length < 1 && above.length < 12;
  switch (shape?.kind) {
    case 'structure':
    case 'union': {
      const members = Object.entries(shape.members).filter(([, target]) => isRoom(target));
      const used = shape.kind === 'union' ? members.slice(0, 1) : members;
      return Object.fromEntries(used.map(([member, target]) => [member, inner(target, member)]));
    }
    case 'list':
      return isRoom(shape.member) ? [inner(shape.member, '1'), inner(shape.member, '2')] : [];
    case 'map':
      return { 'a key': inner(shape.value, 'value'), é: inner(shape.value, 'other') };
    default:
      return scalar(shape?.kind ?? name, at);
  }
}

function scalar(kind: string, at: string): unknown {
  switch (kind) {
    case 'Boolean':
      return at.length % 2 === 0;
    case 'Integer':
    case 'integer':
      return -at.length;
    case 'Long':
    case 'long':
      return 2 ** 40 + at.length;
    case 'Float':
    case 'float':
      return at.length + 0.5;
    case 'Double':
    case 'double':
      return at.length + 0.1;
    case 'Timestamp':
      return 1_700_000_000.25 + at.length;
    case 'Blob':
    case 'blob':
      return Buffer.from([0, 255, ...Buffer.from(at)]).toString('base64');
    case 'Document':
      return { a: [1, 'x', true, 1.5], b: {} };
    default:
      return `${at} & <é>/?+ "🐳"`;
  }
}

/** What services see as what the SDK wants: bytes and dates. */
export function toSdk(contract: ServiceContract, name: ShapeName, value: unknown): unknown {
  const shape = contract.shapes.get(name);
  if (Array.isArray(value) && shape?.kind === 'list') {
    return value.map((element: unknown) => toSdk(contract, shape.member, element));
  }
  if (isObject(value) && shape !== undefined) {
    const target = (key: string): ShapeName =>
      shape.kind === 'map' ? shape.value : 'members' in shape ? (shape.members[key] ?? '') : '';
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, toSdk(contract, target(key), inner)]),
    );
  }
  const kind = shape?.kind ?? name;
  if (kind === 'Timestamp' && typeof value === 'number') return new Date(value * 1000);
  if ((kind === 'Blob' || kind === 'blob') && typeof value === 'string') {
    return new Uint8Array(Buffer.from(value, 'base64'));
  }
  return value;
}

/** And back. */
export function fromSdk(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(fromSdk);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== '$metadata' && inner !== undefined)
      .map(([key, inner]) => [key, fromSdk(inner)]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
