import type {
  ErrorContract,
  MemberWire,
  OperationContract,
  Shape,
  ShapeName,
} from '../../src/aws/contract/contract.ts';
import type { ConstraintFacts } from './constraints.ts';
import type { Declarations } from './declarations.ts';
import {
  elementOf,
  httpBinding,
  memberWire,
  needsWire,
  speaksXml,
  traitsOf,
  xmlNamespaceOf,
} from './wire.ts';

/** A service's model, put together from the SDK's schemas, its declarations and botocore's facts. */
export interface Model {
  readonly operations: Record<string, OperationContract>;
  readonly errors: Record<string, ErrorContract>;
  readonly shapes: Record<string, Shape>;
  readonly enums: Map<string, string[]>;
  readonly xmlNamespace?: string;
}

/**
 * The SDK's runtime schemas are arrays: [kind, namespace, name, traits, ...]. Simple types are numbers
 * or [0, namespace, name, traits, number]; a reference may be a thunk or [reference, traits].
 */
type Ref = number | (() => Ref) | readonly unknown[];
const KIND = { simple: 0, list: 1, map: 2, structure: 3, union: 4, error: -3, operation: 9 } as const;
/** Type codes of simple schemas, from smithy's SCHEMA table; 64 and 128 are a list and a map of a code. */
const SIMPLE: Record<number, string> = {
  0: 'String',
  1: 'Integer',
  2: 'Boolean',
  4: 'Timestamp',
  15: 'Document',
  21: 'Blob',
  42: 'Stream',
};
for (const timestamp of [5, 6, 7]) SIMPLE[timestamp] = 'Timestamp';

export function readModel(
  sdk: Record<string, unknown>,
  declared: Declarations,
  facts: ConstraintFacts,
  wanted?: readonly string[],
): Model {
  const shapes: Record<string, Shape> = {};
  const errors: Record<string, ErrorContract> = {};
  const operations: Record<string, OperationContract> = {};
  const usedEnums = new Set<string>();
  const missing = wanted?.filter((name) => facts.operations[name] === undefined) ?? [];
  if (missing.length > 0) throw new Error(`${facts.serviceId} has no operations ${missing.join(', ')}`);
  const hasWire = needsWire(facts.protocol);

  const structure = (schema: readonly unknown[]): ShapeName => {
    const [kind, , name, traits, memberNames, memberRefs, requiredCount = 0] = schema as [
      number,
      string,
      string,
      unknown,
      string[],
      Ref[],
      number?,
    ];
    if (shapes[name] !== undefined) return name;
    const members: Record<string, ShapeName> = {};
    const wire = hasWire ? wireOf(name, memberNames, memberRefs) : {};
    const element = hasWire ? traitsOf(traits).xmlName : undefined;
    const required = memberNames.filter((member) => declared.required.has(`${name}.${member}`));
    if (kind === KIND.structure && required.length !== requiredCount) {
      throw new Error(
        `${name}: schema requires ${requiredCount} members, declarations require ${required.join(', ')}`,
      );
    }
    shapes[name] =
      kind === KIND.union
        ? { kind: 'union', members, ...wire }
        : {
            kind: 'structure',
            members,
            ...(required.length > 0 && { required }),
            ...wire,
            ...(element !== undefined && { element }),
          };
    memberNames.forEach((member, index) => {
      const ref = memberRefs[index];
      if (ref === undefined) throw new Error(`${name}.${member} has no schema`);
      const path = `${name}.${member}`;
      members[member] = target(ref, declared.memberTypes.get(path), facts.members[path], path);
    });
    return name;
  };

  /** What an operation takes or gives; some give nothing at all, not even an empty structure. */
  const message = (schema: readonly unknown[] | 'unit'): ShapeName =>
    schema === 'unit' ? put('Unit', { kind: 'structure', members: {} }, 'Unit') : structure(schema);

  /** The shape that a member, element or value points to. `type` is its TypeScript type, where declared. */
  const target = (ref: Ref, type: string | undefined, fact: string | undefined, path: string): ShapeName => {
    if (typeof ref === 'function') return target(ref(), type, fact, path);
    if (typeof ref === 'number') return simple(ref, type, fact, path);
    const head = ref[0];
    if (typeof head !== 'number' || ref.length <= 2) return target(head as Ref, type, fact, path);
    switch (head) {
      case KIND.simple:
        return simple(ref[4] as number, type, fact, path);
      case KIND.list:
        return list(ref[4] as Ref, type, fact, ref[2] as string, path);
      case KIND.map:
        return map(target(ref[5] as Ref, valueType(type), undefined, path));
      case KIND.structure:
      case KIND.union:
      case KIND.error:
        return structure(ref);
      default:
        throw new Error(`${path}: unknown schema kind ${head}`);
    }
  };

  const simple = (
    code: number,
    type: string | undefined,
    fact: string | undefined,
    path: string,
  ): ShapeName => {
    if (code >= 128) return map(simple(code - 128, valueType(type), undefined, path));
    if (code >= 64) return list(code - 64, type, fact, undefined, path);
    const name = SIMPLE[code];
    if (name === undefined) throw new Error(`${path}: unknown simple type ${code}`);
    const values = type === undefined ? undefined : declared.enums.get(type);
    if (name === 'String' && type !== undefined && values !== undefined) {
      usedEnums.add(type);
      shapes[type] = { kind: 'string', enum: values };
      return type;
    }
    return fact === undefined ? name : constrained(fact, path);
  };

  const list = (
    element: Ref,
    type: string | undefined,
    fact: string | undefined,
    named: string | undefined,
    path: string,
  ) => {
    const known = fact === undefined ? undefined : facts.shapes[fact];
    const member = target(element, type?.replace(/\[\]$/, ''), known?.member, `${path}[]`);
    const name = named ?? (known === undefined ? `${member}List` : (fact ?? ''));
    const item = hasWire ? elementOf(element) : undefined;
    return put(name, { kind: 'list', member, ...(item && { element: item }), ...bounds(known) }, path);
  };

  const map = (value: ShapeName): ShapeName =>
    put(`${value}Map`, { kind: 'map', key: 'String', value }, value);

  const constrained = (fact: string, path: string): ShapeName => {
    const { type, pattern, ...rest } = facts.shapes[fact] ?? { type: 'missing' };
    const limits = bounds(rest);
    const isBare = Object.keys(limits).length === 0 && pattern === undefined;
    switch (type) {
      case 'string':
        return put(
          fact,
          {
            kind: 'string',
            ...limits,
            ...(pattern !== undefined && { pattern }),
          },
          path,
        );
      case 'integer':
      case 'long':
      case 'float':
      case 'double':
        return isBare
          ? `${type[0]?.toUpperCase()}${type.slice(1)}`
          : put(fact, { kind: type, ...limits }, path);
      case 'blob':
        return put(fact, { kind: 'blob', ...limits }, path);
      default:
        throw new Error(`${path}: a simple member with the facts of a ${type}`);
    }
  };

  const put = (name: string, shape: Shape, path: string): ShapeName => {
    const present = shapes[name];
    if (present !== undefined && JSON.stringify(present) !== JSON.stringify(shape)) {
      throw new Error(`${path}: two different shapes are called ${name}`);
    }
    shapes[name] = shape;
    return name;
  };

  for (const schema of Object.values(sdk).filter((value) => Array.isArray(value))) {
    const [kind, namespace, name] = schema as [number, string, string];
    if (kind === KIND.operation) {
      if (wanted?.includes(name) === false) continue;
      const [, , , traits, input, output] = schema as [
        number,
        string,
        string,
        unknown,
        () => readonly unknown[] | 'unit',
        () => readonly unknown[] | 'unit',
      ];
      const declaredErrors = facts.operations[name];
      if (declaredErrors === undefined)
        throw new Error(`botocore's facts lack the operation ${name}; run --refresh-constraints`);
      const http = hasWire ? httpBinding(traitsOf(traits)) : undefined;
      operations[name] = {
        input: message(input()),
        output: message(output()),
        errors: [...declaredErrors].sort(),
        ...(http && { http }),
      };
    } else if (kind === KIND.error && !namespace.startsWith('smithy.')) {
      errors[name] = error(schema);
    }
  }

  function error(schema: readonly unknown[]): ErrorContract {
    const [, , name, traits, memberNames, memberRefs] = schema as [
      number,
      string,
      string,
      { error?: 'client' | 'server'; httpError?: number; awsQueryError?: readonly [string, number] },
      string[],
      Ref[],
    ];
    const fault = traits.error ?? 'client';
    const members = Object.fromEntries(
      memberNames.flatMap((member, index) => {
        const ref = memberRefs[index];
        return member.toLowerCase() === 'message' || ref === undefined
          ? []
          : [[member, target(ref, undefined, undefined, `${name}.${member}`)]];
      }),
    );
    return {
      status: traits.httpError ?? (fault === 'server' ? 500 : 400),
      fault,
      ...(hasWire && traits.awsQueryError && { code: traits.awsQueryError[0] }),
      ...(facts.protocol === 'restJson1' && memberNames.includes('Message') && { messageMember: 'Message' }),
      ...(Object.keys(members).length > 0 && { members }),
    };
  }

  return {
    operations,
    errors,
    shapes,
    enums: new Map([...declared.enums].filter(([name]) => usedEnums.has(name))),
    ...(speaksXml(facts.protocol) && { xmlNamespace: xmlNamespaceOf(sdk, facts.serviceId) }),
  };
}

function wireOf(
  structure: string,
  names: readonly string[],
  refs: readonly Ref[],
): { wire?: Record<string, MemberWire> } {
  const entries = names.flatMap((member, index) => {
    const wire = memberWire(refs[index], `${structure}.${member}`);
    return wire === undefined ? [] : [[member, wire] as const];
  });
  return entries.length === 0 ? {} : { wire: Object.fromEntries(entries) };
}

function valueType(type: string | undefined): string | undefined {
  return type === undefined ? undefined : /^Record<string, (.+)>$/.exec(type)?.[1];
}

function bounds(known: { min?: number; max?: number } | undefined): { min?: number; max?: number } {
  return {
    ...(known?.min !== undefined && { min: known.min }),
    ...(known?.max !== undefined && { max: known.max }),
  };
}
