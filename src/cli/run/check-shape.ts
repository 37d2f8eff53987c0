import type { ServiceContract, Shape } from '../../aws/contract/contract.ts';
import { suggest } from './suggest.ts';
import type { Path, Problem } from './source-file.ts';

/**
 * Compares a value that a person wrote with a shape of the contract. Unlike the server, which must take
 * what other clients send, it refuses members that the shape does not know: they are most often misspelt.
 */
export function checkShape(contract: ServiceContract, shape: string, value: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  new ShapeCheck(contract, problems).check(shape, value, []);
  return problems;
}

class ShapeCheck {
  readonly #contract: ServiceContract;
  readonly #problems: Problem[];

  constructor(contract: ServiceContract, problems: Problem[]) {
    this.#contract = contract;
    this.#problems = problems;
  }

  check(name: string, value: unknown, path: Path): void {
    const shape = this.#contract.shapes.get(name);
    switch (shape?.kind) {
      case undefined:
        return this.#expect(isScalarOf(name, value), scalarText(name), value, path);
      case 'structure':
      case 'union':
        return this.#members(shape, value, path);
      case 'list':
        if (!Array.isArray(value)) return this.#expect(false, 'a list', value, path);
        for (const [index, element] of value.entries()) this.check(shape.member, element, [...path, index]);
        return;
      case 'map':
        if (!isRecord(value)) return this.#expect(false, 'a map of names to values', value, path);
        for (const [key, inner] of Object.entries(value)) this.check(shape.value, inner, [...path, key]);
        return;
      case 'string':
        if (typeof value !== 'string') return this.#expect(false, 'a string', value, path);
        if (shape.enum !== undefined && !shape.enum.includes(value)) {
          this.#add(path, `must be ${oneOf(shape.enum)}, not ${JSON.stringify(value)}`);
        }
        return;
      case 'blob':
        return this.#expect(typeof value === 'string', 'base64 text', value, path);
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
        return this.#number(shape, value, path);
      default:
        return shape satisfies never;
    }
  }

  #members(shape: Shape & { kind: 'structure' | 'union' }, value: unknown, path: Path): void {
    if (!isRecord(value)) return this.#expect(false, 'a structure', value, path);
    const known = Object.keys(shape.members);
    const misspelt = new Set<string | undefined>();
    for (const [member, inner] of Object.entries(value)) {
      const target = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
      if (target === undefined) {
        const near = suggest(member, known);
        misspelt.add(near);
        const advice = near === undefined ? '' : `; did you mean ${near}?`;
        this.#add([...path, member], `is no member that Amazon ECS knows${advice}`, true);
      } else if (inner !== null && inner !== undefined) {
        this.check(target, inner, [...path, member]);
      }
    }
    if (shape.kind === 'union') {
      const set = Object.keys(value);
      if (set.length !== 1) this.#add(path, `must have exactly one of ${known.join(', ')}`);
      return;
    }
    for (const member of shape.required ?? []) {
      const isMissing = value[member] === undefined || value[member] === null;
      if (isMissing && !misspelt.has(member)) this.#add([...path, member], 'is missing');
    }
  }

  #number(
    shape: Shape & { kind: 'integer' | 'long' | 'float' | 'double' },
    value: unknown,
    path: Path,
  ): void {
    const isWhole = shape.kind === 'integer' || shape.kind === 'long';
    if (typeof value !== 'number' || (isWhole && !Number.isInteger(value))) {
      return this.#expect(false, isWhole ? 'an integer' : 'a number', value, path);
    }
    const { min = -Infinity, max = Infinity } = shape;
    if (value < min) this.#add(path, `must be at least ${min}, not ${value}`);
    if (value > max) this.#add(path, `must be at most ${max}, not ${value}`);
  }

  #expect(isMet: boolean, what: string, value: unknown, path: Path): void {
    if (!isMet) this.#add(path, `must be ${what}, not ${describe(value)}`);
  }

  #add(path: Path, text: string, atName = false): void {
    this.#problems.push({ path, text: `${pathText(path)} ${text}`, atName });
  }
}

/** `containerDefinitions[0].image` */
export function pathText(path: Path): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text === '' ? 'The task definition' : text.replace(/^\./, '');
}

function isScalarOf(name: string, value: unknown): boolean {
  switch (name) {
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Integer':
    case 'Long':
      return Number.isInteger(value);
    case 'Float':
    case 'Double':
    case 'Timestamp':
      return typeof value === 'number';
    case 'Document':
      return true;
    default:
      return typeof value === 'string';
  }
}

function scalarText(name: string): string {
  switch (name) {
    case 'Boolean':
      return 'true or false';
    case 'Integer':
    case 'Long':
      return 'an integer';
    case 'Float':
    case 'Double':
      return 'a number';
    case 'Timestamp':
      return 'seconds since 1970';
    default:
      return 'a string';
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return value === null ? 'null' : 'a structure';
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 60))}`;
  return JSON.stringify(value);
}

const oneOf = (names: readonly string[]): string =>
  names.length === 1 ? names.join('') : `one of ${names.join(', ')}`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
