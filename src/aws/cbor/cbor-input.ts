import type { AwsError } from '../aws-error.ts';
import type { ServiceContract, Shape, ShapeName } from '../contract/contract.ts';
import { serializationError } from '../protocol-errors.ts';
import { CborTag } from './cbor-decoder.ts';

/**
 * Decoded CBOR as the value that JSON would hold: base64 text for bytes, seconds for times. Both may stand
 * only where the model has them; everything else is left to the walk that all protocols share.
 */
export function cborInput(contract: ServiceContract, name: ShapeName, value: unknown): unknown {
  const shape = contract.shapes.get(name);
  const kind = shape?.kind ?? name;
  if (value instanceof Uint8Array) {
    if (kind !== 'Blob' && kind !== 'blob') throw unconvertible('BYTE_STRING', name);
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  if (value instanceof CborTag) {
    if (kind !== 'Timestamp' || value.tag !== 1 || typeof value.value !== 'number') {
      throw unconvertible(`TAG_${value.tag}`, name);
    }
    return value.value;
  }
  if (typeof value !== 'object' || value === null) {
    if ((kind === 'Blob' || kind === 'blob') && typeof value === 'string')
      throw unconvertible('STRING', name);
    if (kind === 'Timestamp' && typeof value === 'number') throw unconvertible('NUMBER', name);
    return value;
  }
  if (Array.isArray(value)) {
    const element = shape?.kind === 'list' ? shape.member : 'Document';
    return value.map((inner: unknown) => cborInput(contract, element, inner));
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const target = memberOf(shape, key);
    return target === undefined ? [] : [[key, cborInput(contract, target, inner)] as const];
  });
  return Object.fromEntries(entries);
}

/** `undefined` for members that the model has not, which are left behind. */
function memberOf(shape: Shape | undefined, key: string): ShapeName | undefined {
  switch (shape?.kind) {
    case 'structure':
    case 'union':
      return Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
    case 'map':
      return shape.value;
    default:
      return 'Document';
  }
}

const unconvertible = (found: string, expected: ShapeName): AwsError =>
  serializationError(`${found} cannot be converted to ${expected}`);
