import type { ServiceContract, ShapeName } from '../contract/contract.ts';
import { malformedInput } from '../protocol-errors.ts';
import { numbered, type QueryNode, queryTree } from './query-tree.ts';
import { readScalar } from '../wire-scalar.ts';

/**
 * Parameters of an awsQuery call as the value that JSON would hold: `Tags.member.1.Key=a` becomes
 * `{Tags: [{Key: 'a'}]}`. Names that the model has not are left behind, as AWS does.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readQuery(contract: ServiceContract, input: ShapeName, parameters: URLSearchParams): unknown {
  return new QueryReader(contract).structure(input, queryTree(parameters), 0);
}

/** No model of AWS nests deeper; it bounds the recursion. */
const MAX_DEPTH = 100;

class QueryReader {
  readonly #contract: ServiceContract;

  constructor(contract: ServiceContract) {
    this.#contract = contract;
  }

  structure(name: ShapeName, node: QueryNode, depth: number): Record<string, unknown> {
    const shape = this.#contract.shapes.get(name);
    if (shape?.kind !== 'structure' && shape?.kind !== 'union') return {};
    const result: Record<string, unknown> = {};
    for (const [member, target] of Object.entries(shape.members)) {
      const wire = shape.wire?.[member];
      const at = node.below.get(wire?.name ?? member);
      if (at !== undefined) result[member] = this.#read(target, at, wire?.flat === true, depth + 1);
    }
    return result;
  }

  #read(name: ShapeName, node: QueryNode, isFlat: boolean, depth: number): unknown {
    if (depth > MAX_DEPTH) throw malformedInput(`Nesting is deeper than ${MAX_DEPTH} levels`);
    const shape = this.#contract.shapes.get(name);
    switch (shape?.kind) {
      case 'structure':
      case 'union':
        return this.structure(name, node, depth);
      case 'list': {
        // A list that is empty comes as `Name=`.
        const elements = isFlat ? node : node.below.get(shape.element ?? 'member');
        return numbered(elements).map(([, element]) => this.#read(shape.member, element, false, depth + 1));
      }
      case 'map': {
        const entries = numbered(isFlat ? node : node.below.get('entry'));
        return Object.fromEntries(
          entries.flatMap(([, { below }]) => {
            const value = below.get('value');
            if (value === undefined) return [];
            return [[below.get('key')?.value ?? '', this.#read(shape.value, value, false, depth + 1)]];
          }),
        );
      }
      default:
        return readScalar(shape?.kind ?? name, node.value ?? '', 'date-time', malformedInput);
    }
  }
}
