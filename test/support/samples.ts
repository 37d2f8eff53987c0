import type { ServiceContract, Shape, ShapeName } from '../../src/aws/contract/contract.ts';

/** Where in an input something stands: names of members, 0 for the one element of a list, `key` of a map. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly shape: ShapeName;
}

export interface Samples {
  shapeNamed(name: ShapeName): Shape | undefined;
  inputShape(operation: string): ShapeName;
  /** The smallest value of the shape that the model takes. */
  smallest(name: ShapeName): unknown;
  /** Every place of an operation's input; shapes that hold themselves are walked once. */
  placesOf(operation: string): readonly Place[];
  /** The smallest input of the operation in which `value` stands at the path. */
  inputWith(operation: string, path: Place['path'], value: unknown): unknown;
  /** A JSON value of a type that the shape is not; `undefined` where every type is right. */
  wrongTypeFor(name: ShapeName): unknown;
}

const sampleKey = 'key';

/** Inputs made from a service's model, good ones and bad ones. */
export function samplesOf(model: ServiceContract): Samples {
  const shapeNamed = (name: ShapeName): Shape | undefined => model.shapes.get(name);

  function inputShape(operation: string): ShapeName {
    const contract = model.operations.get(operation);
    if (contract === undefined) throw new Error(`no operation ${operation}`);
    return contract.input;
  }

  function smallest(name: ShapeName): unknown {
    const shape = shapeNamed(name);
    if (shape === undefined) return smallestScalar(name);
    switch (shape.kind) {
      case 'structure':
        return membersOf(shape.members, shape.required ?? []);
      case 'union':
        return membersOf(shape.members, Object.keys(shape.members).slice(0, 1));
      case 'list':
        return Array.from({ length: shape.min ?? 0 }, () => smallest(shape.member));
      case 'map':
        return {};
      case 'string':
        return shape.enum?.[0] ?? 'a'.repeat(shape.min ?? 1);
      case 'blob':
        return Buffer.alloc(shape.min ?? 0).toString('base64');
      default:
        return shape.min ?? 0;
    }
  }

  function membersOf(members: Readonly<Record<string, ShapeName>>, names: readonly string[]): object {
    return Object.fromEntries(names.map((name) => [name, smallest(members[name] ?? '')]));
  }

  function placesOf(operation: string): readonly Place[] {
    const places: Place[] = [];
    const walk = (shape: ShapeName, path: Place['path'], above: readonly ShapeName[]): void => {
      if (above.includes(shape)) return;
      places.push({ path, shape });
      const inner = [...above, shape];
      const found = shapeNamed(shape);
      if (found?.kind === 'list') walk(found.member, [...path, 0], inner);
      if (found?.kind === 'map') walk(found.value, [...path, sampleKey], inner);
      if (found?.kind !== 'structure' && found?.kind !== 'union') return;
      for (const [member, target] of Object.entries(found.members)) walk(target, [...path, member], inner);
    };
    walk(inputShape(operation), [], []);
    return places;
  }

  function inputWith(operation: string, path: Place['path'], value: unknown): unknown {
    return put(inputShape(operation), path, value);
  }

  function put(name: ShapeName, [step, ...rest]: Place['path'], value: unknown): unknown {
    if (step === undefined) return value;
    const shape = shapeNamed(name);
    if (shape?.kind === 'list') return [put(shape.member, rest, value)];
    if (shape?.kind === 'map') return { [step]: put(shape.value, rest, value) };
    if (shape?.kind !== 'structure' && shape?.kind !== 'union') throw new Error(`${name} has no ${step}`);
    const base = shape.kind === 'union' ? {} : (smallest(name) as object);
    return { ...base, [step]: put(shape.members[step] ?? '', rest, value) };
  }

  function wrongTypeFor(name: ShapeName): unknown {
    const shape = shapeNamed(name);
    if (name === 'Document') return undefined;
    if (shape?.kind === 'string' || shape?.kind === 'blob') return 12;
    if (name === 'String' || name === 'Blob') return 12;
    return 'text';
  }

  return { shapeNamed, inputShape, smallest, placesOf, inputWith, wrongTypeFor };
}

function smallestScalar(name: ShapeName): unknown {
  switch (name) {
    case 'String':
      return 'a';
    case 'Boolean':
      return false;
    case 'Blob':
      return '';
    case 'Document':
      return {};
    default:
      return 0;
  }
}
