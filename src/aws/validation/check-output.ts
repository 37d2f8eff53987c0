import type { ServiceContract, ShapeName } from '../contract/contract.ts';
import { numberViolations, stringViolations } from './violation.ts';

/**
 * What is wrong with an operation's result by the contract, one sentence each; empty where it fits. For
 * tests and strict mode: a service answers only what AWS's model says it can. Members that are `undefined`
 * are not sent and so never wrong. Bounds of lists are not checked: AWS exceeds them in answers.
 */
export function checkOutput(contract: ServiceContract, operation: string, output: unknown): string[] {
  const shape = contract.operations.get(operation)?.output;
  if (shape === undefined) return [`${contract.serviceId} has no operation ${operation}`];
  const faults: string[] = [];
  check(contract, shape, output, operation, faults);
  return faults;
}

function check(
  contract: ServiceContract,
  name: ShapeName,
  value: unknown,
  path: string,
  faults: string[],
): void {
  const shape = contract.shapes.get(name);
  const wrong = (expected: string): void => {
    faults.push(`${path} is ${describe(value)}, not ${expected}`);
  };
  if (shape === undefined) {
    if (!fitsScalar(name, value)) wrong(`a ${name}`);
    return;
  }
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      if (!isPlainObject(value)) return wrong(`a ${name}`);
      const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
      for (const [member, inner] of present) {
        const target = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
        if (target === undefined) faults.push(`${path}.${member} is not a member of ${name}`);
        else check(contract, target, inner, `${path}.${member}`, faults);
      }
      if (shape.kind === 'union') {
        if (present.length !== 1) faults.push(`${path} sets ${present.length} members of the union ${name}`);
        return;
      }
      for (const member of shape.required ?? []) {
        if (value[member] === undefined) faults.push(`${path}.${member} is required but missing`);
      }
      return;
    }
    case 'list':
      if (!Array.isArray(value)) return wrong(`a list of ${shape.member}`);
      value.forEach((element, index) => {
        check(contract, shape.member, element, `${path}[${index}]`, faults);
      });
      return;
    case 'map':
      if (!isPlainObject(value)) return wrong(`a map of ${shape.value}`);
      for (const [key, inner] of Object.entries(value)) {
        check(contract, shape.value, inner, `${path}[${JSON.stringify(key)}]`, faults);
      }
      return;
    case 'string':
      if (typeof value !== 'string') return wrong('a String');
      faults.push(...stringViolations(shape, value, path).map(({ message }) => message));
      return;
    case 'integer':
    case 'long':
    case 'float':
    case 'double': {
      const isWhole = shape.kind === 'integer' || shape.kind === 'long';
      if (typeof value !== 'number' || !fitsScalar(isWhole ? 'Long' : 'Double', value))
        return wrong(shape.kind);
      faults.push(...numberViolations(shape, value, path).map(({ message }) => message));
      return;
    }
    case 'blob':
      if (!fitsScalar('Blob', value)) wrong('a Blob');
      return;
    default:
      shape satisfies never;
  }
}

function fitsScalar(name: ShapeName, value: unknown): boolean {
  switch (name) {
    case 'String':
    case 'Blob':
      return typeof value === 'string';
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Stream':
      return typeof value === 'object' && value !== null;
    case 'Integer':
    case 'Long':
      return Number.isSafeInteger(value);
    case 'Float':
    case 'Double':
    case 'Timestamp':
      return Number.isFinite(value);
    default:
      return name === 'Document';
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return `an object (${value.constructor?.name ?? 'no class'})`;
    case 'string':
      return `the string ${JSON.stringify(value)}`;
    case 'number':
    case 'boolean':
      return `the ${typeof value} ${String(value)}`;
    default:
      return typeof value;
  }
}
