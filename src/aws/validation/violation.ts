import type { BlobShape, ListShape, NumberShape, StringShape } from '../contract/contract.ts';
import { javaPattern } from './java-pattern.ts';

/** One constraint of the model that a request breaks, in the words of AWS's framework. */
export interface Violation {
  /** `containerDefinitions.1.member.name`: elements count from one. */
  readonly path: string;
  readonly constraint: 'required' | 'enum' | 'length' | 'range' | 'pattern' | 'union';
  /** `Value null at 'x' failed to satisfy constraint: Member must not be null`. */
  readonly message: string;
  /** What stands at the path, as text; absent where nothing does, or nothing that can be shown. */
  readonly value?: string;
  /** `Member must not be null` */
  readonly rule: string;
}

/** The whole text: `2 validation errors detected: …; …`. */
export function violationsMessage(violations: readonly Violation[]): string {
  const count = violations.length;
  const texts = violations.map(({ message }) => message).join('; ');
  return `${count} validation error${count === 1 ? '' : 's'} detected: ${texts}`;
}

export function missingMember(path: string): Violation {
  const rule = 'Member must not be null';
  return {
    path,
    constraint: 'required',
    rule,
    message: `Value null at '${path}' failed to satisfy constraint: ${rule}`,
  };
}

/** Smithy gives no text for this one; the wording is ours, in the form of the others. */
export function ambiguousUnion(path: string, set: readonly string[]): Violation {
  const value = `[${set.join(', ')}]`;
  return violation(path, 'union', value, 'Member must have exactly one member of the union set');
}

export function stringViolations(shape: StringShape, value: string, path: string): Violation[] {
  const found: Violation[] = [];
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    const set = `[${shape.enum.join(', ')}]`;
    found.push(violation(path, 'enum', value, `Member must satisfy enum value set: ${set}`));
  }
  found.push(...lengthViolations(shape, value.length, value, path));
  if (shape.pattern !== undefined && !javaPattern(shape.pattern).test(value)) {
    found.push(
      violation(path, 'pattern', value, `Member must satisfy regular expression pattern: ${shape.pattern}`),
    );
  }
  return found;
}

export function numberViolations({ min, max }: NumberShape, value: number, path: string): Violation[] {
  const shown = String(value);
  const found: Violation[] = [];
  if (min !== undefined && value < min) {
    found.push(violation(path, 'range', shown, `Member must have value greater than or equal to ${min}`));
  }
  if (max !== undefined && value > max) {
    found.push(violation(path, 'range', shown, `Member must have value less than or equal to ${max}`));
  }
  return found;
}

/** AWS prints a list with Java's `toString`; where the elements are not scalars, that is left out here. */
export function listViolations(shape: ListShape, value: readonly unknown[], path: string): Violation[] {
  if (value.length >= (shape.min ?? 0) && value.length <= (shape.max ?? Infinity)) return [];
  const isPlain = value.every((element) => typeof element !== 'object');
  return lengthViolations(shape, value.length, isPlain ? `[${value.join(', ')}]` : undefined, path);
}

/** `length` in bytes. AWS prints a buffer with Java's `toString`, which says nothing: it is left out here. */
export function blobViolations(shape: BlobShape, length: number, path: string): Violation[] {
  return lengthViolations(shape, length, undefined, path);
}

function lengthViolations(
  { min, max }: { readonly min?: number; readonly max?: number },
  length: number,
  shown: string | undefined,
  path: string,
): Violation[] {
  const found: Violation[] = [];
  if (min !== undefined && length < min) {
    found.push(violation(path, 'length', shown, `Member must have length greater than or equal to ${min}`));
  }
  if (max !== undefined && length > max) {
    found.push(violation(path, 'length', shown, `Member must have length less than or equal to ${max}`));
  }
  return found;
}

function violation(
  path: string,
  constraint: Violation['constraint'],
  value: string | undefined,
  rule: string,
): Violation {
  const shown = value === undefined ? 'Value' : `Value '${value}'`;
  const message = `${shown} at '${path}' failed to satisfy constraint: ${rule}`;
  return { path, constraint, rule, message, ...(value !== undefined && { value }) };
}
