import type { ServiceContract, ShapeName } from '../../../aws/contract/contract.ts';

/**
 * What only reads is no target.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html#unsupported-api-actions
 */
const readOnly =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/i;

/** The operation that an SDK calls `api`, with a small letter at its front; `undefined` where it is no target. */
export function operationOf(contract: ServiceContract, api: string): string | undefined {
  if (readOnly.test(api)) return undefined;
  const name = `${api.charAt(0).toUpperCase()}${api.slice(1)}`;
  const operation = contract.operations.get(name);
  return operation === undefined || holdsStream(contract, operation.input) ? undefined : name;
}

/** Bytes that come as a body cannot be written into an Input. */
function holdsStream(contract: ServiceContract, input: ShapeName): boolean {
  const shape = contract.shapes.get(input);
  return shape?.kind === 'structure' && Object.values(shape.members).includes('Stream');
}

/**
 * An Input as the contract spells it. The Scheduler writes members as the Java SDK names its shapes, with a
 * capital (`{"Cluster": …}`), also where the service has small letters; both are taken.
 */
export function spelledAs(contract: ServiceContract, name: ShapeName, value: unknown): unknown {
  const shape = contract.shapes.get(name);
  if (shape === undefined || typeof value !== 'object' || value === null) return value;
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const members = Object.entries(value).map(([given, inner]): [string, unknown] => {
        const member = memberOf(shape.members, given);
        const target = shape.members[member];
        return [member, target === undefined ? inner : spelledAs(contract, target, inner)];
      });
      return Object.fromEntries(members);
    }
    case 'list':
      return Array.isArray(value) ? value.map((inner) => spelledAs(contract, shape.member, inner)) : value;
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, spelledAs(contract, shape.value, inner)]),
      );
    default:
      return value;
  }
}

/**
 * An Input with the token by which the service tells doubles apart, where it has one and none was given, as
 * an SDK adds it: a call that is made again after a crash does nothing twice.
 */
export function withToken(
  contract: ServiceContract,
  name: ShapeName,
  input: unknown,
  token: string,
): unknown {
  const shape = contract.shapes.get(name);
  if (shape?.kind !== 'structure' || typeof input !== 'object' || input === null) return input;
  const member = ['clientToken', 'ClientToken'].find((known) => Object.hasOwn(shape.members, known));
  return member === undefined || Object.hasOwn(input, member) ? input : { ...input, [member]: token };
}

/** What is not a member stays: the operation's validation decides. */
function memberOf(members: Readonly<Record<string, ShapeName>>, given: string): string {
  if (Object.hasOwn(members, given)) return given;
  const first = given.charAt(0);
  const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  const swapped = `${other}${given.slice(1)}`;
  return Object.hasOwn(members, swapped) ? swapped : given;
}
